import type { TraceIndex } from "../kernel/trace.ts";
import type { StepAttempt } from "./call-steps.ts";
import { plural } from "./counts.ts";
import { renderDuration } from "./duration.ts";
import { type Folded, fold } from "./fold.ts";
import { hang } from "./page.ts";
import { cut } from "./value.ts";
import { type StoryLine, type Told, tellStory } from "./story.ts";

const longestStep = 100;

/** One line of a timeline, column by column; a text without a step begins in the step's column. */
interface Row {
  readonly marks: string;
  readonly time: string;
  readonly who: string;
  readonly step: string | undefined;
  readonly text: string;
}

/** What happened in a trial, over virtual time; the events in `witnesses` are marked. */
export function renderTimeline(told: Told, witnesses: readonly TraceIndex[]): string {
  const rows: Row[] = [];
  let above: StoryLine | undefined;
  for (const part of fold(tellStory(told, witnesses))) {
    rows.push(part.kind === "line" ? rowOf(part.line, above) : foldedRow(part));
    above = part.kind === "line" ? part.line : undefined;
  }
  return renderRows(rows);
}

function renderRows(rows: readonly Row[]): string {
  const widthOf = (cellOf: (row: Row) => string) =>
    Math.max(0, ...rows.map((row) => cellOf(row).length));
  const markWidth = widthOf(({ marks }) => marks);
  const timeWidth = widthOf(({ time }) => time);
  const whoWidth = widthOf(({ who }) => who);
  const stepWidth = widthOf(({ step }) => step ?? "");
  return rows
    .map(({ marks, time, who, step, text }) => {
      const gutter = `  ${marks.padEnd(markWidth)}  ${time.padStart(timeWidth)}  ${who.padEnd(whoWidth)}  `;
      return hang(step === undefined ? gutter : `${gutter}${step.padEnd(stepWidth)}  `, text);
    })
    .join("\n");
}

function rowOf(line: StoryLine, above: StoryLine | undefined): Row {
  const { atMs, invocation, step, text } = line;
  const isNew = above?.invocation !== invocation;
  const repeats = !isNew && labelOf(above?.step) === labelOf(step);
  return {
    marks: marksOf([line]),
    time: renderDuration(atMs),
    who: isNew ? `invocation ${invocation}` : "",
    step: step === undefined ? undefined : repeats ? "" : labelOf(step),
    text,
  };
}

function foldedRow({ kind, lines }: Exclude<Folded, { kind: "line" }>): Row {
  const [first] = lines;
  const last = lines.at(-1);
  const text =
    kind === "gap"
      ? `${plural(lines.length, "more line")}; replay with --trace to see all`
      : `invocations ${first?.invocation} to ${last?.invocation} the same, until ${renderDuration(last?.atMs ?? 0)}`;
  return {
    marks: marksOf(lines),
    time: renderDuration(first?.atMs ?? 0),
    who: "…",
    step: undefined,
    text,
  };
}

function marksOf(lines: readonly StoryLine[]): string {
  const injected = lines.some((line) => line.injected) ? "!" : "";
  return injected + (lines.some((line) => line.witness) ? "✗" : "");
}

/** First attempts need no number. */
function labelOf(step: StepAttempt | undefined): string {
  if (step === undefined) return "";
  const { attempt = 1 } = step;
  const name = cut(step.name, longestStep);
  return attempt === 1 ? name : `${name} #${attempt}`;
}
