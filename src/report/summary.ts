import { faultsAt } from "../faults/fault.ts";
import { depths } from "../search/depth.ts";
import type { Exploration, Stop } from "../search/finding.ts";
import type { MergingReport } from "../search/merging.ts";
import { plural, renderCount, renderShare } from "./counts.ts";
import { hang, page } from "./page.ts";

const whyStopped: Readonly<Record<Stop, string>> = {
  "endless-loop": "early: the code under test kept the processor, and every further trial might",
  "never-ends": "early: an execution does not end even without faults",
  found: "early: one violation was enough",
  "not-deterministic": "early: what is not the same twice cannot be searched",
  interrupted: "early: it was interrupted",
  budget:
    "the enumeration early: its budget was used up, and not every schedule tried; raise --budget, or lower --faults",
};

/** What was tried, what broke and what held; `invariants` are the names of all that were judged. */
export function renderSummary(exploration: Exploration, invariants: readonly string[]): string {
  const { counts, seed, world, findings, stopped, unseen, merging, odds } = exploration;
  const broken = new Set(findings.map(({ bucket }) => bucket.invariant));
  const held = invariants.filter((name) => !broken.has(name));
  const { struck, possible, holes } = coverage(exploration);
  const said = renderOdds(odds);
  return page(
    `Chaos   ${world} · seed ${seed} · ${broken.size} of ${invariants.length} invariants broken`,
    hang("Tried   ", renderTried(exploration)),
    merging.kind === "off" ? undefined : hang("Merged  ", renderMerging(merging)),
    hang(
      "Struck  ",
      `${plural(counts.faults, "fault")} at ${plural(counts.points.size, "fault point")}: ${struck} of ${possible} ways in which these can fail`,
    ),
    said === "" ? undefined : hang("Odds    ", said),
    odds.depth === undefined ? undefined : hang("Depth   ", renderDepth(odds.depth)),
    holes.length === 0 ? undefined : hang("Holes   ", renderHoles(holes)),
    unseen.length === 0
      ? undefined
      : hang(
          "Unseen  ",
          `${unseen.join(", ")}: too tame a search to tell; try more faults or trials`,
        ),
    stopped === undefined ? undefined : hang("Stopped ", whyStopped[stopped]),
    held.length === 0 || counts.trials === 0
      ? undefined
      : hang(stopped === undefined ? "Held    " : "So far  ", held.join(", ")),
  );
}

function renderTried(exploration: Exploration): string {
  const { counts } = exploration;
  const { enumeration, outages, random, swarm, shrinking } = counts.spent;
  const parts = [
    `${renderCount(enumeration)} for ${renderSchedules(exploration)}`,
    `${renderCount(outages)} for outages`,
    `${renderCount(random)} at random`,
    ...(swarm === 0 ? [] : [`${renderCount(swarm)} in a swarm`]),
    `${renderCount(shrinking)} to shrink`,
  ];
  if (counts.inconclusive > 0) parts.push(`${renderCount(counts.inconclusive)} inconclusive`);
  parts.push(`${renderCount(counts.repeated)} of them twice`);
  return `${plural(counts.trials, "trial")}: ${parts.join(", ")}`;
}

function renderSchedules({ maxFaults, stopped }: Exploration): string {
  return `${stopped === undefined ? "all " : ""}schedules of ${upTo(maxFaults)}`;
}

function upTo(faults: number): string {
  return faults === Infinity ? "any number of faults" : `up to ${plural(faults, "fault")}`;
}

function renderMerging(merging: Exclude<MergingReport, { readonly kind: "off" }>): string {
  if (merging.kind === "refused") return `nothing: ${merging.why}`;
  const { merged, foreseen, foresees, situations, audits, uncompared } = merging;
  const ofOneFault =
    uncompared === 0
      ? "all that one fault led to are checked"
      : `${renderCount(uncompared)} that one fault led to are not checked yet`;
  const parts = [
    `${plural(merged, "trial")} ended where an earlier one had been, in one of ${plural(situations, "situation")}`,
    ...(foreseen === 0
      ? []
      : [`${plural(foreseen, "schedule")} not run, as it was foreseen that they lead there`]),
    ...(foresees
      ? []
      : ["of an order at least, nothing is foreseen any more, as it came otherwise once"]),
    `${ofOneFault}, ${renderCount(audits)} with further faults`,
  ];
  return parts.join("; ");
}

/** So many are named of what was never struck. */
const namedHoles = 4;

function renderHoles(holes: readonly string[]): string {
  const named = holes.slice(0, namedHoles);
  const more = holes.length - named.length;
  const rest = more === 0 ? [] : [plural(more, "more way")];
  return `never struck: ${[...named, ...rest].join(", ")}`;
}

function renderOdds({ trials, brokenAtMost, newBehaviour }: Exploration["odds"]): string {
  const parts = [
    ...(brokenAtMost === undefined
      ? []
      : [
          `at most 1 in ${renderCount(Math.floor(1 / brokenAtMost))} random trials breaks anything, at 95 % confidence`,
        ]),
    ...(newBehaviour === undefined
      ? []
      : [`of further random trials some ${renderShare(newBehaviour)} would do what none has yet`]),
  ];
  return trials === 0 || parts.length === 0 ? "" : parts.join("; ");
}

function renderDepth(law: NonNullable<Exploration["odds"]["depth"]>): string {
  const [first = 1, ...others] = depths;
  const escapes = `a bug that takes ${plural(first, "given fault")}, whatever the input, escapes ${plural(law.trials, "random trial")} with ${renderShare(law.missed(first))} at most`;
  const rarer = others.map((depth) => `${depth} with ${renderShare(law.missed(depth))}`);
  return `${escapes}; one that takes ${rarer.join(", ")} (faults at the first ${plural(law.passes, "pass")})`;
}

function coverage({ counts, families }: Exploration): {
  readonly struck: number;
  readonly possible: number;
  readonly holes: readonly string[];
} {
  let struck = 0;
  let possible = 0;
  const holes: string[] = [];
  for (const [at, point] of counts.points) {
    const offered = new Set(Array.from(point.offered).flat());
    const ways = faultsAt(at, families).filter((fault) => offered.has(fault));
    possible += ways.length;
    // An incident may strike with what nobody has asked for.
    struck += ways.filter((fault) => point.struck.has(fault)).length;
    holes.push(
      ...ways.filter((fault) => !point.struck.has(fault)).map((fault) => `${fault} at ${at}`),
    );
  }
  return { struck, possible, holes };
}
