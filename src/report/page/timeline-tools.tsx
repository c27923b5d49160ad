import type { JSX } from "preact";
import type { ScaleKind } from "../html/time-scale.ts";
import { Choice } from "./choice.tsx";

/** How somebody wants to see a timeline. */
export interface TimelineSettings {
  readonly scale: ScaleKind;
  /** Position in the list of zooms. */
  readonly zoom: number;
  readonly onlyTrouble: boolean;
}

/** How many times wider than the window a timeline can be. */
export const zooms = [1, 1.5, 2, 3, 4, 6, 8, 12] as const;

const scales: readonly { readonly value: ScaleKind; readonly title: string }[] = [
  { value: "even", title: "Every moment has its room, be it ms or hours from the next" },
  { value: "true", title: "Equal times are equally wide" },
];

/** The title of a timeline, and what changes how it is drawn. */
export function TimelineTools({
  title,
  settings,
  onChange,
}: {
  readonly title: JSX.Element;
  readonly settings: TimelineSettings;
  readonly onChange: (settings: TimelineSettings) => void;
}): JSX.Element {
  const { scale, zoom, onlyTrouble } = settings;
  const zoomBy = (by: number): void => onChange({ ...settings, zoom: zoom + by });
  return (
    <div class="tools">
      {title}
      <label class="check">
        <input
          type="checkbox"
          checked={onlyTrouble}
          onInput={({ currentTarget }) =>
            onChange({ ...settings, onlyTrouble: currentTarget.checked })
          }
        />
        trouble only
      </label>
      <span class="muted small">scale</span>
      <Choice
        label="Time scale"
        options={scales}
        value={scale}
        onChoose={(next) => onChange({ ...settings, scale: next })}
      />
      <span class="muted small">zoom</span>
      <div class="choice" role="group" aria-label="Zoom">
        <button type="button" title="Zoom out" disabled={zoom === 0} onClick={() => zoomBy(-1)}>
          −
        </button>
        <button
          type="button"
          title="Zoom in"
          disabled={zoom === zooms.length - 1}
          onClick={() => zoomBy(1)}
        >
          +
        </button>
      </div>
    </div>
  );
}
