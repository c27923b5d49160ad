import { describe, expect, it } from "vitest";
import { type CampaignPlan, type Stint, isSameCampaign, stintsOf } from "./plan.ts";

describe("the stints of a plan", () => {
  it("have exactly the trials of the campaign, and each of them once", () => {
    const stints = [...stintsOf(plan({ trials: 1_003 }))];

    const numbers = stints.flatMap(({ firstTrial, trials }) =>
      Array.from({ length: trials }, (_, index) => firstTrial + index),
    );
    expect(numbers).toEqual(Array.from({ length: 1_003 }, (_, index) => index + 1));
  });

  it("are shared out among shards: none is left out, and none taken twice", () => {
    const whole = [...stintsOf(plan({ trials: 1_003 }))];
    const parts = [1, 2, 3].map((index) =>
      Array.from(stintsOf(plan({ trials: 1_003, shard: { index, of: 3 } }))),
    );

    expect(parts.flat().toSorted(byOrder)).toEqual(whole);
    for (const part of parts)
      expect(new Set(part.map(({ world }) => world))).toEqual(new Set(["a", "b"]));
  });

  it("let the worlds take turns, and never end where nobody says how many trials there are", () => {
    const stints = stintsOf(plan({ trials: null }));
    const names = ["a0", "b0", "a1", "b1", "a2"];

    for (const name of names) {
      const { value } = stints.next();
      expect(`${value?.world}${value?.number}`).toBe(name);
    }
  });
});

describe("two plans", () => {
  it("are of one campaign if they differ in nothing but the shard", () => {
    const first = plan({ shard: { index: 1, of: 2 } });

    expect(isSameCampaign(first, plan({ shard: { index: 2, of: 2 } }))).toBe(true);
    expect(isSameCampaign(first, plan({ shard: { index: 1, of: 3 } }))).toBe(false);
    expect(isSameCampaign(first, { ...first, seed: "other" })).toBe(false);
    expect(isSameCampaign(first, { ...first, worlds: ["a"] })).toBe(false);
    expect(isSameCampaign(first, { ...first, families: ["crash"] })).toBe(false);
    expect(isSameCampaign(first, { ...first, trials: 8 })).toBe(false);
  });
});

function plan(changes: Partial<CampaignPlan>): CampaignPlan {
  return {
    seed: 1,
    worlds: ["a", "b"],
    families: ["service"],
    trials: 1_000,
    shard: { index: 1, of: 1 },
    ...changes,
  };
}

function byOrder(one: Stint, other: Stint): number {
  return one.order - other.order;
}
