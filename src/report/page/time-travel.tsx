import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { FindingView } from "../html/finding-view.ts";
import { momentIndexAt, momentsOf } from "../html/moments.ts";
import { Ledgers } from "./ledgers.tsx";
import { MomentPanel } from "./moment-panel.tsx";
import { Scrubber } from "./scrubber.tsx";
import { Story } from "./story.tsx";
import { Timeline } from "./timeline.tsx";

/** The timeline, and whatever depends on where in it the cursor is. */
export function TimeTravel({
  view,
  name,
}: {
  readonly view: FindingView;
  readonly name: string;
}): JSX.Element {
  const moments = useMemo(() => momentsOf(view), [view]);
  const [cursor, setCursor] = useState(moments.length - 1);
  const atMs = moments[cursor] ?? 0;
  const within = (index: number): number => Math.min(moments.length - 1, Math.max(0, index));
  const move = (index: number): void => setCursor(within(index));
  // Of where it was before, for keys come faster than the page is drawn.
  const step = (by: number): void => setCursor((before) => within(before + by));
  // Before anybody sees the page: no key is lost.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // A slider, a field and a list have arrows of their own.
      const isTaken =
        event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (isTaken || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowLeft") step(-1);
      else if (event.key === "ArrowRight") step(1);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <>
      <section class="card" aria-labelledby="timeline">
        {view.doubts.map((doubt) => (
          <p class="doubt" key={doubt}>
            ! {doubt}
          </p>
        ))}
        <Timeline
          view={view}
          name={name}
          atMs={atMs}
          onMoment={(ms) => move(momentIndexAt(moments, ms))}
        />
        <Scrubber moments={moments} cursor={cursor} onMove={move} />
      </section>
      <div class="pair">
        <Ledgers books={view.books} atMs={atMs} />
        <MomentPanel view={view} atMs={atMs} />
      </div>
      <Story view={view} atMs={atMs} onMoment={(ms) => move(momentIndexAt(moments, ms))} />
    </>
  );
}
