import { describe, expect, it } from "vitest";
import type { Fault } from "../faults/fault.ts";
import type { TrialResult } from "../trial/trial.ts";
import { Ways, isSameWay } from "./ways.ts";

/** A trial in which these faults struck, each at a call of its name's first letter. */
function trial(faults: readonly Fault[], status = "FAILED"): TrialResult {
  const strikes = faults.map((fault, index) => ({
    at: `shop.${fault}`,
    nth: index + 1,
    progress: index,
    nthAtProgress: 1,
    fault,
  }));
  return { strikes, outcome: { status } } as unknown as TrialResult;
}

const unasked = (): TrialResult => {
  throw new Error("nobody should make it smaller");
};

describe("ways", () => {
  it("are told apart by faults and end, and each has its trials", () => {
    const ways = new Ways();
    ways.add(trial(["refuse", "stall"]), () => trial(["refuse"]));
    ways.add(trial(["lose-reply"]), () => trial(["lose-reply"]));
    ways.add(trial(["refuse"], "TIMED_OUT"), () => trial(["refuse"], "TIMED_OUT"));

    expect(ways.all.map(({ result, trials }) => [result.strikes.length, trials])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it("take a trial for a known one where it has all its faults, and ends so, without a try", () => {
    const ways = new Ways();
    ways.add(trial(["refuse"]), () => trial(["refuse"]));
    ways.add(trial(["stall", "refuse", "refuse"]), unasked);

    expect(ways.all).toMatchObject([{ trials: 2 }]);
    expect(() => ways.add(trial(["refuse"], "SUCCEEDED"), unasked)).toThrow("smaller");
  });

  it("learn what comes to the same when it is made smaller", () => {
    const ways = new Ways();
    ways.add(trial(["refuse"]), () => trial(["refuse"]));
    ways.add(trial(["throttle"]), () => trial(["refuse"]));
    ways.add(trial(["throttle", "stall"]), unasked);

    expect(ways.all).toMatchObject([{ trials: 3 }]);
  });

  it("look at a dozen trials, and count those at which they did not", () => {
    const ways = new Ways();
    for (let time = 0; time < 30; time++) {
      ways.add(trial(["refuse"], `end ${time}`), () => trial(["refuse"], "FAILED"));
    }

    expect(ways.all).toMatchObject([{ trials: 12 }]);
    expect(ways.unknown).toBe(18);
  });

  it("are twelve at most", () => {
    const ways = new Ways();
    for (let time = 0; time < 15; time++) {
      const one = trial(["refuse"], `end ${time}`);
      ways.add(one, () => one);
    }

    expect(ways.all).toHaveLength(12);
    expect(ways.unknown).toBe(3);
  });

  it("are the same however often, and in which order, their faults struck", () => {
    expect(isSameWay(trial(["refuse", "stall"]), trial(["stall", "refuse", "stall"]))).toBe(true);
    expect(isSameWay(trial(["refuse"]), trial(["stall"]))).toBe(false);
    expect(isSameWay(trial(["refuse"]), trial(["refuse"], "SUCCEEDED"))).toBe(false);
  });
});
