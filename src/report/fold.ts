import type { StoryLine } from "./story.ts";

/** Lines of a story, or a place where many were left out. */
export type Folded =
  | { readonly kind: "line"; readonly line: StoryLine }
  /** Invocations that went as the one above did. */
  | { readonly kind: "same"; readonly lines: readonly StoryLine[] }
  | { readonly kind: "gap"; readonly lines: readonly StoryLine[] };

/** Shorter runs of equal invocations are told in full. */
const shortestRun = 3;
/** Lines that are told at each end of a story that is too long. */
const linesAtEachEnd = 30;

/** Shortens a story: invocations that repeat the one before, and the middle of whatever stays long. */
export function fold(story: readonly StoryLine[]): readonly Folded[] {
  const folded: Folded[] = [];
  for (const run of runsOf(chaptersOf(story))) {
    const [first = [], ...others] = run;
    const told = run.length < shortestRun ? run.flat() : first;
    folded.push(...told.map((line) => ({ kind: "line", line }) as const));
    if (run.length >= shortestRun) folded.push({ kind: "same", lines: others.flat() });
  }
  return withoutMiddle(folded);
}

/** The lines of each invocation. */
function chaptersOf(story: readonly StoryLine[]): readonly (readonly StoryLine[])[] {
  const chapters: StoryLine[][] = [];
  for (const line of story) {
    const chapter = chapters.at(-1);
    if (chapter?.[0]?.invocation === line.invocation) chapter.push(line);
    else chapters.push([line]);
  }
  return chapters;
}

/** Neighbours that tell the same, but for when and at which attempt. */
function runsOf(
  chapters: readonly (readonly StoryLine[])[],
): readonly (readonly (readonly StoryLine[])[])[] {
  const runs: (readonly StoryLine[])[][] = [];
  let pattern: string | undefined;
  for (const chapter of chapters) {
    const next = patternOf(chapter);
    const run = runs.at(-1);
    if (run !== undefined && next === pattern) run.push(chapter);
    else runs.push([chapter]);
    pattern = next;
  }
  return runs;
}

function patternOf(chapter: readonly StoryLine[]): string {
  return JSON.stringify(
    chapter.map(({ step, text, injected, witness }) => [
      step?.name,
      text.replace(/attempt \d+ in .*/, "another attempt"),
      injected,
      witness,
    ]),
  );
}

function withoutMiddle(folded: readonly Folded[]): readonly Folded[] {
  if (folded.length <= 2 * linesAtEachEnd) return folded;
  const middle = folded.slice(linesAtEachEnd, -linesAtEachEnd);
  const lines = middle.flatMap((part) => (part.kind === "line" ? [part.line] : part.lines));
  return [
    ...folded.slice(0, linesAtEachEnd),
    { kind: "gap", lines },
    ...folded.slice(-linesAtEachEnd),
  ];
}
