import { describe, expect, it } from "vitest";
import type { Scenario } from "../trial/scenario.ts";
import { campaignReportSchema } from "./campaign-report.ts";
import type { CampaignState, Replayed, StoredFinding } from "./campaign-state.ts";
import { confirmedBefore, mergeStates } from "./campaign-state.ts";
import { recordOfDeath } from "./death.ts";
import { reportOf } from "./report-of.ts";
import { emptyTally } from "./tally.ts";

describe("the report of a campaign", () => {
  it("calls known what a committed scenario, kept because it breaks, falls into; the rest is new", () => {
    const report = tell({
      findings: [found("refuse", 3), found("stall", 9)],
      replays: [committed(broken, { ids: [found("stall", 0).record.id], verdict: "violated" })],
    });

    expect(statesOf(report)).toEqual(["new", "known"]);
    expect(report.fixed).toEqual([]);
  });

  it("calls new what a committed scenario falls into that is to hold", () => {
    const report = tell({
      findings: [found("stall", -1)],
      replays: [committed(holding, { ids: [found("stall", 0).record.id], verdict: "violated" })],
    });

    expect(statesOf(report)).toEqual(["new"]);
  });

  it("calls fixed what is to break and holds, unless its faults have nothing to strike any more", () => {
    const held = { ids: [], verdict: "held" } as const;
    const report = tell({
      replays: [
        committed({ ...broken, name: "one" }, held),
        committed({ ...broken, name: "two" }, { ...held, isStale: true }),
        committed(holding, held),
      ],
    });

    expect(report.fixed).toEqual([{ file: "one.json", world: "w", invariants: ["i"] }]);
  });

  it("is what its schema says, also when it was written and read", () => {
    const report = tell({ findings: [found("refuse", 3)] });

    expect(campaignReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });
});

describe("merged shards", () => {
  it("keep of each finding the one of the lowest stint, whoever comes first", () => {
    const one = state({ findings: [found("refuse", 7), found("stall", 2)] });
    const other = state({ findings: [found("refuse", 4)] });

    for (const merged of [mergeStates(one, [other]), mergeStates(other, [one])]) {
      expect(
        Object.fromEntries(merged.findings.map(({ record, order }) => [record.faults[0], order])),
      ).toEqual({ "refuse at mail.send": 4, "stall at mail.send": 2 });
    }
  });

  it("have the counts of all, and the behaviours of each once", () => {
    const tally = { ...emptyTally(["seen", "never"]), trials: 5 };
    const one = {
      world: "w",
      tally,
      behaviours: new Map([
        [1, 2],
        [2, 1],
      ]),
      trend: [],
    };
    const two = {
      ...one,
      tally: { ...tally, unseen: ["never"] },
      behaviours: new Map([
        [2, 3],
        [3, 1],
      ]),
    };

    const [merged] = mergeStates(state({ worlds: [one] }), [state({ worlds: [two] })]).worlds;

    expect(merged?.tally).toMatchObject({ trials: 10, unseen: ["never"] });
    expect([...(merged?.behaviours ?? [])]).toEqual([
      [1, 2],
      [2, 4],
      [3, 1],
    ]);
  });
});

describe("what a stint need not confirm", () => {
  it("is what an earlier stint of its world has, and not what a later one has", () => {
    const findings = [found("refuse", 3), found("stall", 9)];
    const { id } = found("refuse", 3).record;

    expect(confirmedBefore({ order: 5, world: "w" }, findings)).toEqual([id]);
    expect(confirmedBefore({ order: 3, world: "w" }, findings)).toEqual([]);
    expect(confirmedBefore({ order: 5, world: "other" }, findings)).toEqual([]);
  });
});

const broken: Scenario = {
  version: 1,
  name: "broken",
  world: "w",
  input: {},
  faults: [],
  seed: 1,
  expect: { verdict: "violated", invariants: ["i"] },
};
const holding: Scenario = { ...broken, name: "holding", expect: { verdict: "held" } };

function committed(scenario: Scenario, outcome: Partial<Replayed["outcome"]>): Replayed {
  return {
    task: { kind: "regression", file: `${scenario.name}.json`, scenario },
    outcome: { ids: [], verdict: "held", isStale: false, ...outcome },
  };
}

function found(fault: "refuse" | "stall", order: number): StoredFinding {
  const strike = { at: "mail.send", nth: 1, progress: 0, nthAtProgress: 1, fault } as const;
  const record = recordOfDeath({
    kind: "crash",
    how: "SIGABRT",
    world: "w",
    input: {},
    seed: 1,
    strikes: [strike],
    firstTrial: order + 1,
    firstFaults: 1,
  });
  return { order, record };
}

function state(changes: Partial<CampaignState>): CampaignState {
  return {
    plan: { seed: 1, worlds: ["w"], families: ["crash"], trials: null, shard: { index: 1, of: 1 } },
    shards: [{ index: 1, of: 1 }],
    startedAt: "2026-11-26T01:00:00.000Z",
    elapsedMs: 1,
    workers: 1,
    endedBy: "time",
    worlds: [{ world: "w", tally: emptyTally([]), behaviours: new Map(), trend: [] }],
    findings: [],
    replays: [],
    ...changes,
  };
}

function tell(changes: Partial<CampaignState>): ReturnType<typeof reportOf> {
  return reportOf(state(changes), {
    tool: { version: "1.0.0", node: "24.0.0", sdk: "2.0.0" },
    invariantsOf: () => ["i"],
    fileOf: ({ id }) => `${id}.json`,
  });
}

function statesOf({ findings }: ReturnType<typeof reportOf>): readonly string[] {
  return findings.map((finding) => finding.state);
}
