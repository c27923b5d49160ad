import type { FindingRecord } from "../campaign/campaign-report.ts";
import type { Seed } from "../trial/trial.ts";
import { newsKindOf, newsOf } from "./news.ts";
import { renderCount } from "./counts.ts";
import { cut } from "./value.ts";

/** What ends a campaign, and how far it is. */
export type Budget =
  | { readonly kind: "time"; readonly totalMs: number }
  | { readonly kind: "trials"; readonly total: number }
  | { readonly kind: "idle"; readonly idleMs: number };

/** A campaign as somebody sees it who watches. */
export interface FuzzView {
  readonly worlds: readonly string[];
  readonly seed: Seed;
  readonly workers: number;
  readonly shard: { readonly index: number; readonly of: number };
  readonly budget: Budget;
  readonly elapsedMs: number;
  readonly phase: "replaying" | "exploring" | "ending";
  readonly replays: { readonly done: number; readonly of: number };
  /** Explored. */
  readonly trials: number;
  /** Trials a second of late, the latest last. */
  readonly rates: readonly number[];
  readonly behaviours: number;
  /** Since the last new behaviour. */
  readonly idleMs: number;
  /** Ways in which fault points can fail, and those of them that struck. */
  readonly ways: { readonly struck: number; readonly possible: number };
  readonly never: readonly string[];
  readonly repeated: number;
  readonly inconclusive: number;
  readonly hung: number;
  /** Worlds that are not tried any more. */
  readonly setAside: readonly string[];
  readonly shrinking: number;
  readonly findings: readonly Pick<
    FindingRecord,
    "id" | "state" | "invariant" | "world" | "faults" | "hits" | "tier"
  >[];
  readonly fixed: number;
}

const barWidth = 24;

/** Rows of findings that fit on a screen. */
const shownFindings = 10;

/** The live screen, one line each, none of them wider than the terminal. */
export function renderScreen(view: FuzzView, columns: number): readonly string[] {
  const rule = ` ${"─".repeat(Math.max(0, Math.min(columns, 80) - 2))}`;
  return [
    ...renderHead(view),
    rule,
    ...renderProgress(view),
    ...renderState(view),
    rule,
    ...renderFindings(view),
    rule,
    " Ctrl-C: finish and summarise; twice: stop at once",
  ].map((line) => cut(line, columns));
}

/** The same on one line, for where nobody watches: `[14:05] trials=348140 rate=412/s new=2 ...`. */
export function renderProgressLine(view: FuzzView): string {
  const { fresh, known } = newsOf(view);
  const { struck, possible } = view.ways;
  const left = leftOf(view);
  return [
    `[${renderClock(view.elapsedMs)}]`,
    `phase=${view.phase}`,
    `trials=${view.trials}`,
    `rate=${rateOf(view)}/s`,
    `new=${fresh.length}`,
    `known=${known.length}`,
    `reached=${struck}/${possible}`,
    `behaviours=${view.behaviours}`,
    `last-new=${Math.round(view.idleMs / 1000)}s`,
    ...(view.shrinking === 0 ? [] : [`shrinking=${view.shrinking}`]),
    ...(view.hung === 0 ? [] : [`hung=${view.hung}`]),
    ...(left === undefined ? [] : [`left=${left}`]),
  ].join(" ");
}

function renderHead({ worlds, seed, workers, shard }: FuzzView): readonly string[] {
  const [first = "", ...others] = worlds;
  const more = others.length === 0 ? "" : ` + ${others.length} more`;
  const part = shard.of === 1 ? "" : `shard ${shard.index}/${shard.of}  `;
  const who = `${workers} ${workers === 1 ? "worker" : "workers"}`;
  return [` durable-chaos fuzz  ${part}${first}${more}  ${who}  seed ${seed}`];
}

function renderProgress(view: FuzzView): readonly string[] {
  const { budget, elapsedMs, idleMs } = view;
  const clock = renderClock(elapsedMs);
  if (budget.kind === "idle") {
    return [
      ` ${clock} so far; ends ${renderClock(Math.max(0, budget.idleMs - idleMs))} from now if nothing new is seen`,
    ];
  }
  const share = Math.min(
    1,
    budget.kind === "time" ? elapsedMs / budget.totalMs : view.trials / budget.total,
  );
  const filled = Math.floor(share * barWidth);
  const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
  const of =
    budget.kind === "time"
      ? `${clock} of ${renderClock(budget.totalMs)}`
      : `${renderCount(view.trials)} of ${renderCount(budget.total)} trials`;
  const left = leftOf(view);
  const rest = left === undefined ? "" : `   left ${left}`;
  return [` [${bar}] ${Math.floor(share * 100)} %   ${of}${rest}`];
}

function renderState(view: FuzzView): readonly string[] {
  const { phase, replays, shrinking, ways, never, repeated, hung, setAside } = view;
  const what =
    phase === "replaying"
      ? `replaying scenarios ${replays.done}/${replays.of}`
      : `${phase} (scenarios ${replays.done}/${replays.of} replayed)`;
  const skipped = ((100 * view.inconclusive) / Math.max(1, view.trials)).toFixed(1);
  const speed = `${renderCount(rateOf(view))} trials/s   (${sparkline(view.rates)})`;
  return [
    row("phase", what.padEnd(42) + (shrinking === 0 ? "" : `shrinking: ${shrinking}`)),
    row("speed", `${speed}  total  ${renderCount(view.trials)} trials`),
    row(
      "new",
      `last new behaviour ${renderClock(view.idleMs)} ago · ${renderCount(view.behaviours)} behaviours`,
    ),
    row("reached", `${ways.struck}/${ways.possible} ways to fail${renderNever(never)}`),
    row(
      "health",
      `${renderCount(repeated)} trials run twice   inconclusive ${skipped} %   hung ${hung}`,
    ),
    ...(setAside.length === 0 ? [] : [row("set aside", setAside.join(", "))]),
  ];
}

function renderNever(never: readonly string[]): string {
  const [first, ...others] = never;
  if (first === undefined) return "";
  return ` · never: ${first}${others.length === 0 ? "" : " …"}`;
}

function row(label: string, text: string): string {
  return ` ${label.padEnd(9)} ${text}`.trimEnd();
}

function renderFindings(view: FuzzView): readonly string[] {
  const { fresh, platform, known } = newsOf(view);
  const sorted = [...fresh, ...platform, ...known];
  const shown = sorted
    .slice(0, shownFindings)
    .map(({ state, tier, id, invariant, faults, hits }) => {
      const kind = newsKindOf({ state, tier });
      const what = `${invariant}  ${faults.join(" + ") || "no fault"}`;
      return `  ${kind === "new" ? "✗" : "!"} ${kind.toUpperCase().padEnd(5)} ${id}  ${cut(what, 46).padEnd(46)}  ×${renderCount(hits)}`;
    });
  const more = sorted.length - shown.length;
  const aws = platform.length === 0 ? "" : ` · ${platform.length} of AWS itself`;
  return [
    ` FINDINGS ${fresh.length} new${aws} · ${known.length} known · ${view.fixed} fixed`,
    ...shown,
    ...(more === 0 ? [] : [`    and ${more} more`]),
  ];
}

function rateOf({ rates }: FuzzView): number {
  return rates.length === 0
    ? 0
    : Math.round(rates.reduce((sum, rate) => sum + rate, 0) / rates.length);
}

/** How long it will take yet; by the clock only where the clock ends it. */
function leftOf(view: FuzzView): string | undefined {
  const { budget, elapsedMs, trials } = view;
  if (budget.kind === "time") return renderClock(Math.max(0, budget.totalMs - elapsedMs));
  const rate = rateOf(view);
  if (budget.kind === "idle" || rate === 0) return undefined;
  return renderClock((1000 * Math.max(0, budget.total - trials)) / rate);
}

const sparks = "▁▂▃▄▅▆▇█";

function sparkline(rates: readonly number[]): string {
  const most = Math.max(1, ...rates);
  return rates
    .slice(-8)
    .map((rate) => sparks[Math.round((rate / most) * (sparks.length - 1))])
    .join("");
}

/** `14:05`, or `2:14:05`. */
function renderClock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (count: number) => String(count).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours === 0 ? "" : `${hours}:`}${two(minutes)}:${two(seconds % 60)}`;
}
