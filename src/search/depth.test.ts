import { describe, expect, it } from "vitest";
import type { Fault, FaultFamily } from "../faults/fault.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { RandomSource, type RandomStream } from "../kernel/random.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import type { TrialResult } from "../trial/trial.ts";
import { DepthLaw, depthLawOf } from "./depth.ts";
import { Prober } from "./prober.ts";

const kinds: readonly Fault[] = ["refuse", "throttle", "lose-reply"];

describe("the law of depth", () => {
  it("hits what takes given faults as often as it says, and no set of them more often than others", () => {
    const law = new DepthLaw(6, () => kinds);
    const counts = new Map<string, number>();
    const draws = 60_000;
    const random = new RandomSource("law").stream("draws");
    for (let draw = 0; draw < draws; draw++) {
      const struck = strikesOn(law, random);
      counts.set(struck, (counts.get(struck) ?? 0) + 1);
    }
    const times = (depth: number) =>
      [...counts]
        .filter(([struck]) => struck.split(" ").length === depth)
        .map(([, count]) => count);
    // 6 passes with 3 kinds each; 15 pairs with 9; 20 sets of three with 27.
    expect([1, 2, 3].map((depth) => times(depth).length)).toEqual([18, 135, 540]);
    for (const [depth, ways] of [18, 135, 540].entries()) {
      const expected = draws / 3 / ways;
      const far = 4.5 * Math.sqrt(expected);
      for (const count of times(depth + 1)) expect(Math.abs(count - expected)).toBeLessThan(far);
    }
  });

  it("says at most with what chance all its trials have missed such a thing", () => {
    const law = new DepthLaw(6, () => kinds);
    expect(law.missed(1)).toBe(1);
    strikesOn(law, new RandomSource(1).stream("draws"));
    law.trials = 1_000;

    expect(law.missed(1)).toBeCloseTo((1 - 1 / (3 * 18)) ** 1_000, 12);
    expect(law.missed(2)).toBeCloseTo((1 - 1 / (3 * 135)) ** 1_000, 12);
    expect(law.missed(3)).toBeCloseTo((1 - 1 / (3 * 540)) ** 1_000, 12);
  });

  it("claims nothing of more faults than there are passes", () => {
    const law = new DepthLaw(2, () => kinds);
    law.trials = 1_000_000;

    expect(law.missed(2)).toBeLessThan(0.001);
    expect(law.missed(3)).toBe(1);
  });

  it("strikes nothing behind its last pass, and counts only passes that this search strikes", () => {
    const law = new DepthLaw(1, (at) => (at === "shop.pay" ? ["refuse"] : []));
    const adversary = law.draw(new RandomSource(1).stream("draws"));
    const struck = ["wake-up", "shop.pay", "shop.pay"].map((at, index) =>
      adversary({ at, nth: index, progress: 0, nthAtProgress: index, faults: kinds }, 0),
    );

    expect(struck).toEqual([undefined, "refuse", undefined]);
  });

  it("hits a planted bug as often, behind a retry that only its first fault brings about", async () => {
    const trials = 1_500;
    const hits = await inMacrotask(() => {
      const families: readonly FaultFamily[] = ["service"];
      const prober = new Prober(parcelWorld, families);
      const law = depthLawOf(prober);
      const draw = (random: RandomStream) => law.draw(random);
      const [example] = parcelWorld.examples;
      let found = 0;
      for (let seed = 1; seed <= trials; seed++) {
        const plan = { input: example?.input, seed, decider: { kind: "chance", draw } } as const;
        if (breaksPlanted(prober.run(plan))) found++;
      }
      law.trials = 1;
      return { found, likely: trials * (1 - law.missed(2)) };
    });

    // Two calls without faults, three passes within reach; six kinds of faults.
    expect(hits.likely).toBeCloseTo(trials / (3 * 3 * 36), 6);
    expect(Math.abs(hits.found - hits.likely)).toBeLessThan(3 * Math.sqrt(hits.likely));
    expect(hits.found).toBeGreaterThan(0);
  });
});

/** What strikes of eight passes at each of which all kinds are possible. */
function strikesOn(law: DepthLaw, random: RandomStream): string {
  const adversary = law.draw(random);
  const struck = Array.from({ length: 8 }, (_, index) => {
    const point = { at: "shop.pay", nth: index + 1, progress: 0, nthAtProgress: index + 1 };
    const fault = adversary({ ...point, faults: kinds }, 0);
    return fault === undefined ? [] : [`${index + 1}:${fault}`];
  });
  return struck.flat().join(" ");
}

function breaksPlanted({ strikes }: TrialResult): boolean {
  const struck = strikes.map(({ at, nth, fault }) => `${fault} at ${at} #${nth}`);
  return struck.join() === "lose-reply at payment.charge #1,refuse at shipping.create #1";
}
