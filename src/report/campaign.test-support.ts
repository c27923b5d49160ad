import type { CampaignReport, FindingRecord, WorldFigures } from "../campaign/campaign-report.ts";

/** A finding, but for what a test says of it. */
export function finding(changes: Partial<FindingRecord> = {}): FindingRecord {
  return {
    id: "0a1b2c3d",
    state: "new",
    kind: "violation",
    world: "shop",
    invariant: "one-parcel",
    tier: "saga",
    faults: ["lose-reply at shipping.create"],
    ending: "SUCCEEDED",
    message: "order o1 was shipped 2 times",
    hits: 7,
    firstTrial: 1_234,
    firstFaults: 3,
    tries: 12,
    scenario: {
      version: 1,
      name: "the reply is lost",
      world: "shop",
      input: { orderId: "o1" },
      faults: [{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }],
      seed: 1,
      expect: { verdict: "violated", invariants: ["one-parcel"] },
    },
    needed: [{ fault: "lose-reply at shipping.create, 1st call", without: "everything holds" }],
    free: ["orderId"],
    hint: "Send a key.",
    file: ".durable-chaos/one-parcel-0a1b2c3d.json",
    ...changes,
  };
}

/** Findings that differ in their ids. */
export function findings(count: number, changes: Partial<FindingRecord> = {}): FindingRecord[] {
  return Array.from({ length: count }, (_, index) =>
    finding({ id: index.toString(16).padStart(8, "0"), ...changes }),
  );
}

/** The figures of a world, but for what a test says of them. */
export function figures(changes: Partial<WorldFigures> = {}): WorldFigures {
  return {
    world: "shop",
    trials: 12_345,
    shrinkingTrials: 67,
    faults: 23_456,
    inconclusive: 0,
    repeated: 100,
    invariants: [
      { name: "one-parcel", state: "broken" },
      { name: "one-charge", state: "held" },
    ],
    coverage: [
      { at: "shipping.create", fault: "lose-reply", strikes: 17 },
      { at: "shipping.create", fault: "refuse", strikes: 0 },
    ],
    unseen: [],
    behaviours: 42,
    brokenAtMost: 0.001,
    newBehaviour: 0.012,
    trend: [],
    ...changes,
  };
}

/** A campaign with these findings. */
export function campaign(
  found: readonly FindingRecord[],
  changes: Partial<CampaignReport> = {},
): CampaignReport {
  return {
    schemaVersion: 1,
    tool: { version: "1.2.3", node: "24.21.0", sdk: "2.4.0" },
    campaign: {
      seed: "night",
      startedAt: "2026-11-23T02:03:04.567Z",
      elapsedMs: 3_600_000,
      workers: 2,
      shards: [
        { index: 1, of: 4 },
        { index: 2, of: 4 },
      ],
      families: ["service"],
      endedBy: "time",
    },
    worlds: [figures()],
    findings: found,
    fixed: [],
    ...changes,
  };
}

/** The command that replays a finding. */
export function replayOf({ file }: FindingRecord): string {
  return `durable-chaos replay ${file}`;
}
