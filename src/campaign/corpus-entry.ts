import { UsageError } from "../kernel/errors.ts";
import { type Replay, replay } from "../trial/replay.ts";
import {
  type Expectation,
  type LocatedScenario,
  type Scenario,
  expectationOf,
  parseScenario,
  sameExpectation,
} from "../trial/scenario.ts";
import { tierOf } from "../trial/tier.ts";
import type { World } from "../trial/world.ts";
import { findingId, identityOf } from "./finding-id.ts";

/** Where a scenario file is: beside the findings of this machine, or in the repository. */
export type CorpusPlace = "local" | "committed";

/** A scenario file before anybody has looked into it. */
export interface CorpusFile {
  readonly place: CorpusPlace;
  readonly path: string;
  readonly text: string;
}

/** What a scenario does when it is replayed, compared with what its file expects. */
export type CorpusState =
  /** It breaks what its file says. */
  | "violated"
  /** It breaks something else. */
  | "violated-otherwise"
  /** What was broken holds. */
  | "fixed"
  /** What should hold does. */
  | "held"
  /** What should hold is broken. */
  | "violated-again"
  | "inconclusive"
  /** Its faults have nothing to strike any more. */
  | "stale";

/** A scenario file of which it is known what it does today. */
export interface JudgedEntry extends CorpusFile, LocatedScenario, Judgement {}

/** What a replay says of a scenario file. */
export interface Judgement {
  readonly kind: "judged";
  readonly id: string;
  /** One for each invariant that it breaks: it stands for all of these findings. */
  readonly ids: readonly string[];
  /** The invariant that it is kept for; none where it is kept because all hold. */
  readonly invariant: string | undefined;
  readonly state: CorpusState;
  readonly isAsExpected: boolean;
}

/** A scenario file that was replayed in this process. */
export interface ReplayedEntry extends JudgedEntry {
  readonly replayed: Replay;
}

/** A scenario file that is broken, of a world that cannot be run, or one that ends the process it is replayed in. */
export interface UnreadableEntry extends CorpusFile {
  readonly kind: "unreadable";
  readonly reason: string;
}

export type CorpusEntry = JudgedEntry | UnreadableEntry;

/** Replays a scenario file; whatever is wrong with it is told in the entry. */
export async function examine(
  file: CorpusFile,
  worlds: readonly World[],
): Promise<ReplayedEntry | UnreadableEntry> {
  try {
    const located = parseScenario(file.text, file.path, worlds);
    const replayed = await replay(located.world, located.scenario);
    return entryOf(file, located, replayed);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return unreadable(file, error.message);
  }
}

/** The entry of a file that was replayed elsewhere. */
export function judgedElsewhere(
  file: CorpusFile,
  judgement: Judgement,
  worlds: readonly World[],
): CorpusEntry {
  try {
    return { ...file, ...parseScenario(file.text, file.path, worlds), ...judgement };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return unreadable(file, error.message);
  }
}

/** The entry of a file of which there is nothing but what is wrong with it. */
export function unreadable(file: CorpusFile, message: string): UnreadableEntry {
  const [reason = ""] = message.split("\n");
  return { ...file, kind: "unreadable", reason };
}

function entryOf(file: CorpusFile, located: LocatedScenario, replayed: Replay): ReplayedEntry {
  const { scenario } = located;
  const { result, missed } = replayed;
  const tier = tierOf(result);
  const broken = result.violations.map(({ invariant }) => invariant);
  const expected = invariantsOf(scenario.expect);
  const invariant = keptFor(scenario, broken, expected);
  const idOf = (name: string | undefined): string =>
    findingId(identityOf(scenario.world, { invariant: name ?? "", tier }, result));
  return {
    ...file,
    ...located,
    kind: "judged",
    id: idOf(invariant),
    ids: (broken.length > 0 ? broken : [invariant]).map((name) => idOf(name)),
    invariant,
    state: stateOf(replayed, invariant, expected),
    isAsExpected: missed.length === 0 && sameExpectation(scenario.expect, expectationOf(result)),
    replayed,
  };
}

/** A search gives a scenario a name that begins with the invariant it looked at. */
function keptFor(
  { name }: Scenario,
  broken: readonly string[],
  expected: readonly string[],
): string | undefined {
  const both = broken.filter((invariant) => expected.includes(invariant));
  const candidates = [both, broken, expected].find((list) => list.length > 0) ?? [];
  return candidates.find((one) => name.startsWith(`${one} is broken by `)) ?? candidates[0];
}

function stateOf(
  { result, missed }: Replay,
  invariant: string | undefined,
  expected: readonly string[],
): CorpusState {
  if (missed.length > 0) return "stale";
  switch (result.verdict) {
    case "held":
      return expected.length > 0 ? "fixed" : "held";
    case "inconclusive":
      return "inconclusive";
    case "violated":
    case "stuck":
      if (expected.length === 0) return "violated-again";
      return expected.includes(invariant ?? "") ? "violated" : "violated-otherwise";
  }
}

function invariantsOf(expectation: Expectation): readonly string[] {
  return "invariants" in expectation ? expectation.invariants : [];
}
