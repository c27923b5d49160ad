import { type JSX, options } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { plural } from "../counts.ts";
import { renderDuration } from "../duration.ts";
import type { FindingView } from "../html/finding-view.ts";
import { momentsOf, troubledLanes } from "../html/moments.ts";
import { type TimelineLayout, layoutTimeline } from "../html/timeline-layout.ts";
import { TimelinePicture } from "./timeline-picture.tsx";
import { type TimelineSettings, TimelineTools, zooms } from "./timeline-tools.tsx";

/** Until the page is laid out, and where it never is. */
const usualWidthPx = 860;
const narrowestPx = 320;
/** What A4 and Letter have beside the names of the lanes. */
const paperPx = 540;

/** The lanes of a finding over virtual time, with the cursor in it. */
export function Timeline({
  view,
  name,
  atMs,
  onMoment,
}: {
  readonly view: FindingView;
  readonly name: string;
  readonly atMs: number;
  readonly onMoment: (atMs: number) => void;
}): JSX.Element {
  const [settings, setSettings] = useState<TimelineSettings>({
    scale: "even",
    zoom: 0,
    onlyTrouble: false,
  });
  const { box, widthPx } = useWidth();
  const layout = useMemo(() => {
    const { scale, zoom, onlyTrouble } = settings;
    const lanes = onlyTrouble ? troubledLanes(view.lanes) : view.lanes;
    return layoutTimeline({ ...view, lanes }, { widthPx, scale, zoom: zooms[zoom] ?? 1 });
  }, [view, widthPx, settings]);
  useEffect(() => keepInView(box.current, layout.xOf(atMs)), [atMs, layout]);
  const onPoint = (x: number): void => onMoment(nearestMoment(momentsOf(view), layout, x));
  return (
    <>
      <TimelineTools
        title={
          <h3 id="timeline">
            Timeline <span class="muted">{renderDuration(view.endMs)} of virtual time</span>
          </h3>
        }
        settings={settings}
        onChange={setSettings}
      />
      <Legend />
      {view.folded === undefined ? undefined : (
        <p class="muted small">
          {plural(view.folded.count, "bar")} between {renderDuration(view.folded.fromMs)} and{" "}
          {renderDuration(view.folded.toMs)} would be too much to draw.
        </p>
      )}
      <div class="timeline">
        <LaneNames layout={layout} />
        <div class="lanes" ref={box}>
          <TimelinePicture layout={layout} atMs={atMs} name={name} onPoint={onPoint} />
        </div>
      </div>
    </>
  );
}

function LaneNames({ layout }: { readonly layout: TimelineLayout }): JSX.Element {
  return (
    <div class="lane-names" style={{ height: `${layout.height}px` }}>
      {layout.lanes.map(({ name, kind, y, height }) => (
        <div
          key={`${kind} ${name}`}
          class={`lane-name ${kind}`}
          title={name}
          style={{ top: `${y}px`, height: `${height}px` }}
        >
          {name}
        </div>
      ))}
    </div>
  );
}

const legend = [
  ["bar good", "went well"],
  ["bar bad", "failed"],
  ["bar cut", "cut off"],
  ["bar waiting", "waits"],
  ["mark effect", "effect"],
  ["mark fault", "fault"],
  ["mark fault needed", "needed fault"],
  ["mark witness", "breaks the invariant"],
] as const;

function Legend(): JSX.Element {
  return (
    <ul class="legend muted" aria-hidden="true">
      {legend.map(([sign, text]) => (
        <li key={sign}>
          <i class={sign} />
          {text}
        </li>
      ))}
    </ul>
  );
}

/** The room that there is for the lanes, on the screen and on paper. */
function useWidth(): {
  readonly box: { current: HTMLDivElement | null };
  readonly widthPx: number;
} {
  const box = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(usualWidthPx);
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const fit = (): void => setWidthPx(Math.max(narrowestPx, current.clientWidth));
    const fitPaper = (): void => atOnce(() => setWidthPx(paperPx));
    const observer = new ResizeObserver(fit);
    observer.observe(current);
    addEventListener("beforeprint", fitPaper);
    addEventListener("afterprint", fit);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", fitPaper);
      removeEventListener("afterprint", fit);
    };
  }, []);
  return { box, widthPx };
}

/** Draws what `change` changes before it returns: paper does not wait. */
function atOnce(change: () => void): void {
  options.debounceRendering = (draw) => draw();
  change();
  delete options.debounceRendering;
}

const margin = 40;

function keepInView(box: HTMLDivElement | null, x: number): void {
  if (box === null) return;
  const { scrollLeft, clientWidth } = box;
  if (x < scrollLeft + margin) box.scrollLeft = x - margin;
  else if (x > scrollLeft + clientWidth - margin) box.scrollLeft = x - clientWidth + margin;
}

function nearestMoment(moments: readonly number[], { xOf }: TimelineLayout, x: number): number {
  return moments.reduce((best, moment) =>
    Math.abs(xOf(moment) - x) < Math.abs(xOf(best) - x) ? moment : best,
  );
}
