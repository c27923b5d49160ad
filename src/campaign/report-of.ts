import type { Fault } from "../faults/fault.ts";
import { endsAfterFaultsStop } from "../trial/verdict.ts";
import type { CampaignReport, FindingRecord, WorldFigures } from "./campaign-report.ts";
import type { CampaignState, StoredFinding, WorldState } from "./campaign-state.ts";
import { expectsViolation } from "./replaying.ts";
import { upperBound } from "./upper-bound.ts";

/** What a store does not know of a campaign. */
export interface Surroundings {
  readonly tool: CampaignReport["tool"];
  /** The names of a world's invariants. */
  readonly invariantsOf: (world: string) => readonly string[];
  /** Where the scenario of a finding is. */
  readonly fileOf: (record: StoredFinding["record"]) => string;
}

/** The document that tells of a campaign. */
export function reportOf(state: CampaignState, surroundings: Surroundings): CampaignReport {
  const { plan, shards, startedAt, elapsedMs, workers, endedBy } = state;
  const findings = findingsOf(state, surroundings);
  return {
    schemaVersion: 1,
    tool: surroundings.tool,
    campaign: {
      seed: plan.seed,
      startedAt,
      elapsedMs,
      workers,
      shards,
      families: plan.families,
      endedBy,
    },
    worlds: state.worlds.map((world) => figuresOf(world, findings, surroundings)),
    findings,
    fixed: fixedOf(state),
  };
}

/** Ids that a committed scenario, kept because it breaks something, falls into. */
export function knownIds({ replays }: Pick<CampaignState, "replays">): ReadonlySet<string> {
  return new Set(
    replays
      .filter(({ task }) => task.kind === "regression" && expectsViolation(task.scenario))
      .flatMap(({ outcome }) => outcome.ids),
  );
}

/** Committed scenarios that expect a violation, and hold now. */
export function fixedOf({ replays }: Pick<CampaignState, "replays">): CampaignReport["fixed"] {
  return replays.flatMap(({ task: { kind, file, scenario }, outcome }) => {
    const { expect, world } = scenario;
    // Of a stale one nobody can say what it would do.
    const holds = outcome.verdict === "held" && !outcome.isStale;
    if (kind !== "regression" || !holds || !("invariants" in expect)) return [];
    return [{ file, world, invariants: expect.invariants }];
  });
}

function findingsOf(state: CampaignState, { fileOf }: Surroundings): readonly FindingRecord[] {
  const known = knownIds(state);
  const replayed = new Set(
    state.replays
      .filter(({ task }) => task.kind === "corpus" || !expectsViolation(task.scenario))
      .flatMap(({ outcome }) => outcome.ids),
  );
  const hitsOf = (id: string, world: string): number =>
    (state.worlds.find((one) => one.world === world)?.tally.hits[id] ?? 0) +
    (replayed.has(id) ? 1 : 0);
  return state.findings.toSorted(inOrder).map(({ record }) => {
    const { id, kind, world, invariant, tier, faults, ending, message, ...rest } = record;
    const { firstTrial, firstFaults, tries, scenario, needed, free, hint } = rest;
    return {
      id,
      state: known.has(id) ? "known" : "new",
      kind,
      world,
      invariant,
      tier,
      faults,
      ending,
      message,
      // A find that took its process with it, or that was shrunk out of a file, is at least its own hit.
      hits: Math.max(1, hitsOf(id, world)),
      firstTrial,
      firstFaults,
      tries,
      scenario,
      needed,
      free,
      hint,
      file: fileOf(record),
    };
  });
}

/** As they were found; the same on every machine. */
function inOrder(one: StoredFinding, other: StoredFinding): number {
  return (
    one.order - other.order ||
    one.record.firstTrial - other.record.firstTrial ||
    (one.record.id < other.record.id ? -1 : 1)
  );
}

function figuresOf(
  { world, tally, behaviours, trend }: WorldState,
  findings: readonly FindingRecord[],
  { invariantsOf }: Surroundings,
): WorldFigures {
  const broken = new Set(
    findings.filter((finding) => finding.world === world).map(({ invariant }) => invariant),
  );
  const looks = [...behaviours.values()];
  const looked = looks.reduce((sum, times) => sum + times, 0);
  return {
    world,
    trials: tally.trials,
    shrinkingTrials: tally.shrinkingTrials,
    faults: tally.faults,
    inconclusive: tally.inconclusive,
    repeated: tally.repeated,
    invariants: [...invariantsOf(world), endsAfterFaultsStop].map((name) => ({
      name,
      state: broken.has(name) ? "broken" : "held",
    })),
    coverage: coverageOf(tally),
    unseen: tally.unseen,
    behaviours: behaviours.size,
    brokenAtMost: upperBound(tally.broken, tally.trials),
    newBehaviour: looked === 0 ? 1 : looks.filter((times) => times === 1).length / looked,
    trend,
  };
}

function coverageOf({ coverage }: WorldState["tally"]): WorldFigures["coverage"] {
  return Object.entries(coverage)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([at, ways]) =>
      Object.entries(ways)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([fault, strikes]) => ({ at, fault: fault as Fault, strikes })),
    );
}
