import type { JSX } from "preact";
import { renderDuration } from "../duration.ts";
import { Icon, type IconName } from "./icon.tsx";

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
      <Jump icon="first" title="To the start" onJump={() => onMove(0)} />
      <Jump icon="back" title="Back (←)" onJump={() => onMove(cursor - 1)} />
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
      <Jump icon="on" title="On (→)" onJump={() => onMove(cursor + 1)} />
      <Jump icon="last" title="To the end" onJump={() => onMove(last)} />
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

function Jump({
  icon,
  title,
  onJump,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly onJump: () => void;
}): JSX.Element {
  return (
    <button type="button" class="quiet" title={title} aria-label={title} onClick={onJump}>
      <Icon name={icon} />
    </button>
  );
}
