import { describe, expect, it } from "vitest";
import type { TrialResult } from "../trial/trial.ts";
import { Odds } from "./odds.ts";

function trial(place: string, broken: readonly string[] = []): TrialResult {
  const outcome = { status: "SUCCEEDED" };
  const passed = [{ at: "shop.pay" }, { at: place }, { at: place }];
  const violations = broken.map((invariant) => ({ invariant }));
  return {
    executions: [{ label: undefined, outcome }],
    passed,
    violations,
  } as unknown as TrialResult;
}

describe("odds", () => {
  it("bound what never happened in so many trials: three in as many", () => {
    const odds = new Odds();
    for (let count = 0; count < 3_000; count++) odds.add(trial("the same"));

    expect(odds.brokenAtMost).toBe(1 / 1_000);
    odds.add(trial("the same", ["no-charge"]));
    expect(odds.brokenAtMost).toBeUndefined();
  });

  it("tell nothing of a handful of trials", () => {
    const odds = new Odds();
    for (let count = 0; count < 99; count++) odds.add(trial("the same"));

    expect(odds.brokenAtMost).toBeUndefined();
    expect(odds.newBehaviour).toBeUndefined();
  });

  it("estimate how many further trials do something new by those that did so once", () => {
    const odds = new Odds();
    for (let count = 1; count <= 2_000; count++) {
      // Every tenth is looked at: 200, of which every fourth is like no other.
      odds.add(trial(count % 40 === 0 ? `rare ${count}` : "common"));
    }
    expect(odds.newBehaviour).toBe(1 / 4);
  });
});
