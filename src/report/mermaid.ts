import type { TraceIndex } from "../kernel/trace.ts";
import type { TrialResult } from "../trial/trial.ts";
import { plural } from "./counts.ts";
import { sequenceOf } from "./sequence.ts";
import type { Arrow, Interest, Party, SequenceLine } from "./sequence-line.ts";
import { cut } from "./value.ts";

/** Arrows and notes of a diagram; more of them are no picture any more. */
const mostLines = 40;
/** Of a story that is too long, so many lines from its beginning are told. */
const firstLines = 24;
/** Runs of equal invocations shorter than this are told in full. */
const shortestRun = 3;
const longestText = 120;

const arrows: Readonly<Record<Arrow["kind"], string>> = {
  request: "->>",
  reply: "-->>",
  "lost-request": "-x",
  "lost-reply": "--x",
};

/**
 * A trial as a Mermaid sequence diagram, as GitHub draws it; what is too long for one is folded. The
 * events in `witnesses` are marked.
 */
export function renderMermaid(
  { trace }: Pick<TrialResult, "trace">,
  witnesses: readonly TraceIndex[],
): string {
  const lines = shortened(sequenceOf(trace, witnesses));
  const parties = partiesOf(lines);
  const idOf = ({ kind, name }: Party): string =>
    `p${parties.findIndex((party) => party.kind === kind && party.name === name)}`;
  return [
    "sequenceDiagram",
    ...parties.map((party) => `  participant ${idOf(party)} as ${escapeText(party.name)}`),
    ...lines.map((line) =>
      line.kind === "note"
        ? `  Note over ${idOf(line.over)}: ${escapeText(line.text)}`
        : `  ${idOf(line.from)}${arrows[line.kind]}${idOf(line.to)}: ${escapeText(line.text)}`,
    ),
  ].join("\n");
}

const fromLeft: readonly Party["kind"][] = ["outside", "aws", "function", "service"];

function partiesOf(lines: readonly SequenceLine[]): readonly Party[] {
  const all = lines.flatMap((line) => (line.kind === "note" ? [line.over] : [line.from, line.to]));
  const known = new Map(all.map((party) => [`${party.kind} ${party.name}`, party]));
  return [...known.values()].toSorted(
    (one, other) => fromLeft.indexOf(one.kind) - fromLeft.indexOf(other.kind),
  );
}

/** Leaves out the least interesting first: checkpoints, then repetition, then the middle. */
function shortened(lines: readonly SequenceLine[]): readonly SequenceLine[] {
  const tries = [
    () => lines,
    () => without(lines, ["detail"]),
    () => without(lines, ["detail", "checkpoint"]),
    () => withoutRepetition(without(lines, ["detail", "checkpoint"])),
  ];
  for (const attempt of tries) {
    const shorter = attempt();
    if (shorter.length <= mostLines) return shorter;
  }
  return withoutMiddle(withoutRepetition(without(lines, ["detail", "checkpoint"])));
}

function without(
  lines: readonly SequenceLine[],
  interests: readonly Interest[],
): readonly SequenceLine[] {
  const kept = lines.filter(({ interest }) => !interests.includes(interest));
  const left = lines.length - kept.length;
  const [first] = kept;
  if (first === undefined || left === 0) return kept;
  const text = `${plural(left, "message")} to and from AWS that went well left out`;
  return [noteBeside(first, text), ...kept];
}

function noteBeside(line: SequenceLine, text: string): SequenceLine {
  const over = line.kind === "note" ? line.over : line.to;
  return { kind: "note", over, text, interest: "story", invocation: line.invocation };
}

/** Invocations that went as the one before them did become a note. */
function withoutRepetition(lines: readonly SequenceLine[]): readonly SequenceLine[] {
  const runs: (readonly SequenceLine[])[][] = [];
  for (const chapter of chaptersOf(lines)) {
    const run = runs.at(-1);
    if (run !== undefined && patternOf(run[0] ?? []) === patternOf(chapter)) run.push(chapter);
    else runs.push([chapter]);
  }
  return runs.flatMap((run) => {
    const [first = [], ...others] = run;
    const from = others[0]?.[0];
    const until = others.at(-1)?.[0];
    if (run.length < shortestRun || from === undefined || until === undefined) return run.flat();
    const text = `invocations ${from.invocation} to ${until.invocation} the same`;
    return first.concat(noteBeside(until, text));
  });
}

/** The lines of each invocation, as long as no other one has a word. */
function chaptersOf(lines: readonly SequenceLine[]): readonly (readonly SequenceLine[])[] {
  const chapters: SequenceLine[][] = [];
  for (const line of lines) {
    const chapter = chapters.at(-1);
    if (chapter?.[0]?.invocation === line.invocation) chapter.push(line);
    else chapters.push([line]);
  }
  return chapters;
}

function patternOf(lines: readonly SequenceLine[]): string {
  return lines
    .map(({ kind, text }) => `${kind} ${text.replaceAll(/\([^)]*\)| #\d+|\d+/g, "")}`)
    .join("\n");
}

function withoutMiddle(lines: readonly SequenceLine[]): readonly SequenceLine[] {
  const lastLines = mostLines - firstLines - 1;
  const left = lines.slice(firstLines, -lastLines);
  const [first] = left;
  if (first === undefined) return lines;
  return [
    ...lines.slice(0, firstLines),
    noteBeside(first, `${plural(left.length, "message")} left out`),
    ...lines.slice(-lastLines),
  ];
}

/** What has no meaning of its own in Mermaid or HTML; everything else is written by its number. */
const harmful = /[^\p{L}\p{N}\p{M} .,:_/()!?'=+*@~×→✗…·-]/gu;
/** At the beginning of a text these words are orders. */
const order = /^((?:no)?wrap):/i;

/** Text on one line, so that Mermaid takes all of it for text. */
function escapeText(text: string): string {
  const line = cut(text.replaceAll(/\s+/g, " ").trim(), longestText);
  return (
    line
      .replaceAll(harmful, (symbol) => `#${symbol.codePointAt(0) ?? 0};`)
      .replace(order, "$1#58;")
      // A colon in front would be taken for a second one.
      .replace(/^:/, "#58;") || "·"
  );
}
