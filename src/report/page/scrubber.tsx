import type { JSX } from "preact";
import { renderDuration } from "../duration.ts";
import { Icon } from "./icon.tsx";

/** Moves the cursor through virtual time, from one thing that happened to the next. */
export function Scrubber({
  moments,
  cursor,
  onMove,
}: {
  readonly moments: readonly number[];
  readonly cursor: number;
  readonly onMove: (index: number) => void;
}): JSX.Element {
  const atMs = moments[cursor] ?? 0;
  const last = moments.length - 1;
  const said = renderDuration(atMs);
  return (
    <div class="scrubber">
      <button
        type="button"
        class="quiet"
        title="To the start"
        aria-label="To the start"
        onClick={() => onMove(0)}
      >
        <Icon name="first" />
      </button>
      <button
        type="button"
        class="quiet"
        title="Back (←)"
        aria-label="Back (←)"
        onClick={() => onMove(cursor - 1)}
      >
        <Icon name="back" />
      </button>
      <input
        type="range"
        aria-label="Virtual time"
        aria-valuetext={said}
        min={0}
        max={last}
        step={1}
        value={cursor}
        onInput={({ currentTarget }) => onMove(Number(currentTarget.value))}
      />
      <button
        type="button"
        class="quiet"
        title="On (→)"
        aria-label="On (→)"
        onClick={() => onMove(cursor + 1)}
      >
        <Icon name="on" />
      </button>
      <button
        type="button"
        class="quiet"
        title="To the end"
        aria-label="To the end"
        onClick={() => onMove(last)}
      >
        <Icon name="last" />
      </button>
      <output>
        <b>{said}</b>
        <span class="muted">
          {" "}
          moment {cursor + 1} of {moments.length}
        </span>
      </output>
    </div>
  );
}
