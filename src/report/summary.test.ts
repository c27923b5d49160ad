import { describe, expect, it } from "vitest";
import type { Exploration, Finding } from "../search/finding.ts";
import { renderSummary } from "./summary.ts";

const exploration: Exploration = {
  world: "order",
  seed: "any text",
  maxFaults: 2,
  families: ["service", "crash"],
  unseen: [],
  counts: {
    trials: 22_109,
    spent: { enumeration: 16_357, outages: 300, random: 5_000, swarm: 0, shrinking: 452 },
    repeated: 442,
    faults: 45_678,
    inconclusive: 3,
    enumerated: new Set(),
    points: new Map([
      // What was never offered there is no way in which it can fail.
      ["invocation start", { offered: new Set([["crash"]]), struck: new Map([["crash", 2]]) }],
      [
        "payment.charge",
        {
          offered: new Set([
            ["refuse", "throttle", "crash-after"],
            ["refuse", "garble-reply"],
          ]),
          struck: new Map([
            ["refuse", 3],
            ["throttle", 1],
          ]),
        },
      ],
    ] as const),
  },
  merging: { kind: "off" },
  odds: { trials: 5_000, brokenAtMost: undefined, newBehaviour: 0.0123, depth: undefined },
  stopped: undefined,
  findings: [{ bucket: { invariant: "no-charge", tier: "saga" } } as Finding],
  divergences: [],
  kept: undefined,
  isTakenUp: false,
};

const merged = {
  kind: "merged",
  merged: 1_234,
  foreseen: 0,
  foresees: true,
  situations: 890,
  audits: 12,
  uncompared: 0,
  obstacles: new Map(),
} as const;

describe("the summary", () => {
  it("says what was tried, what was struck, what broke and what held", () => {
    expect(renderSummary(exploration, ["no-charge", "one-parcel", "no-mail"]))
      .toMatchInlineSnapshot(`
        "Chaos   order · seed any text · 1 of 3 invariants broken
        Tried   22,109 trials: 16,357 for all schedules of up to 2 faults, 300 for outages, 5,000 at random, 452
                to shrink, 3 inconclusive, 442 of them twice
        Struck  45,678 faults at 2 fault points: 3 of 4 ways in which these can fail
        Odds    of further random trials some 1.2 % would do what none has yet
        Holes   never struck: crash-after at payment.charge
        Held    one-parcel, no-mail"
      `);
  });

  it("does not say that it tried all schedules where it was stopped", () => {
    const stopped = { ...exploration, stopped: "budget" } as const;

    expect(renderSummary(stopped, [])).toContain("for schedules of up to 2 faults, 300");
  });

  it("says what merging has saved, and how much of that it has checked", () => {
    const merging = { ...merged, foreseen: 567 };

    expect(renderSummary({ ...exploration, merging }, [])).toContain(
      `Merged  1,234 trials ended where an earlier one had been, in one of 890 situations; 567 schedules not
        run, as it was foreseen that they lead there; all that one fault led to are checked, 12 with
        further faults`,
    );
  });

  it("says which merges it has not come to check", () => {
    const merging = { ...merged, uncompared: 34 };

    expect(renderSummary({ ...exploration, merging }, [])).toContain(
      `in one of 890 situations; 34 that one fault
        led to are not checked yet, 12 with further faults`,
    );
  });

  it("says where less is foreseen", () => {
    const merging = { ...merged, foresees: false };

    expect(renderSummary({ ...exploration, merging }, [])).toContain(
      `in one of 890 situations; of an order at
        least, nothing is foreseen any more, as it came otherwise once; all that`,
    );
  });

  it("says what its random trials may have missed, by the number of faults that it takes", () => {
    const missed = (faults: number) => [0.041, 0.975, 0.9997][faults - 1] ?? 1;
    const depth = { trials: 2_500, passes: 29, missed };
    const odds = { ...exploration.odds, depth };

    expect(renderSummary({ ...exploration, odds }, [])).toContain(
      `Depth   a bug that takes 1 given fault, whatever the input, escapes 2,500 random trials with 4.1 % at
        most; one that takes 2 with 97.5 %, 3 with 99.97 % (faults at the first 29 passes)`,
    );
  });
});
