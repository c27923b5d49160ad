import { describe, expect, it } from "vitest";
import { shortenEndlessLoops } from "../trial/short-endless-loops.test-support.ts";
import { parcelWorld, parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import { type ExploreOptions, explore } from "./explore.ts";
import type { Finding } from "./finding.ts";

/** Without an explanation, which takes longer than such a search. */
const quick = { maxFaults: 1, randomTrials: 0, explain: false } as const;

describe("exploring", () => {
  it("reports each broken invariant once, in the world's order, by its smallest schedule", async () => {
    const { findings } = await explore(parcelWorld, quick);

    expect(findings.map(summaryOf)).toEqual([
      "saga no-charge-without-refund: refuse at shipping.create x2",
      "saga at-most-one-parcel: lose-reply at shipping.create x1",
    ]);
  });

  it("goes on to generated inputs, and prefers what takes fewer faults there", async () => {
    const { findings } = await explore(parcelWorld, { ...quick, randomTrials: 300 });

    // An order that nobody delivers is not among the examples.
    expect(findings.map(summaryOf)).toEqual([
      "saga no-charge-without-refund: no fault",
      "saga at-most-one-parcel: lose-reply at shipping.create x1",
    ]);
  });

  it("tells of a violation at once, and each time that it has become smaller", async () => {
    const told: string[] = [];
    const { findings } = await explore(
      parcelWorld,
      { ...quick, maxFaults: 0 },
      { onSmaller: (bucket, scenario) => told.push(summaryOf({ bucket, scenario })) },
    );

    expect(told).toEqual([
      "saga no-charge-without-refund: lose-reply at payment.charge x2",
      "platform no-charge-without-refund: client-error at checkpoint SUCCEED charge x1",
      "saga no-charge-without-refund: refuse at shipping.create x2",
      "saga at-most-one-parcel: lose-reply at shipping.create x2",
      "saga at-most-one-parcel: lose-reply at shipping.create x1",
    ]);
    expect(told).toEqual(expect.arrayContaining(findings.map(summaryOf)));
  });

  it("is content with the first violation, whatever budget was used up before", async () => {
    const options = { maxFaults: 2, maxOutages: 0, budgetTrials: 5, randomTrials: 3_000 };
    const { stopped, counts } = await explore(parcelWorld, { ...options, stopAtFirst: true });

    expect(stopped).toBe("found");
    expect(counts.spent.enumeration).toBe(5);
    expect(counts.spent.random).toBeLessThan(3_000);
  });

  it("says of every fault what happens without it", async () => {
    const { findings } = await explore(parcelWorld, quick);
    const [{ necessity } = { necessity: [] }] = findings;

    expect(necessity.map(({ without }) => without.verdict)).toEqual(["held", "held"]);
  });

  it("explains what it has found, unless told not to", async () => {
    const options = { maxFaults: 1, randomTrials: 0 };
    const { findings } = await explore(parcelWorld, options);
    const { findings: bare } = await explore(parcelWorld, { ...options, explain: false });

    expect(findings.map(({ decisive }) => decisive)).toMatchObject([
      { moment: { at: "shipping.create", nth: 2, fault: "refuse" } },
      { moment: { at: "shipping.create", nth: 1, fault: "lose-reply" } },
    ]);
    expect(findings.map(({ substitutions }) => substitutions.length)).toEqual([1, 1]);
    expect(bare.map(({ decisive }) => decisive)).toEqual([
      { kind: "none", why: "not asked" },
      { kind: "none", why: "not asked" },
    ]);
    expect(bare.map(({ substitutions }) => substitutions)).toEqual([[], []]);
  });

  it("tells what its random trials may have missed, if half of them are drawn by the law of that", async () => {
    const depthOf = async (randomTrials: number) => {
      const { odds } = await explore(parcelWorld, {
        ...quick,
        maxFaults: 0,
        maxOutages: 0,
        randomTrials,
      });
      return odds.depth;
    };
    const depth = await depthOf(400);

    expect(depth?.trials).toBe(200);
    // Of eight passes that can fail without faults: one and a half times as many.
    expect(depth?.passes).toBe(12);
    expect(depth?.missed(1)).toBeLessThan(depth?.missed(2) ?? 0);
    expect(await depthOf(0)).toBeUndefined();
  });

  it("tells of which finding it has tried all that is smaller", async () => {
    const proofs = async (options: Partial<ExploreOptions>) => {
      const { findings } = await explore(parcelWorld, { ...quick, ...options });
      return findings.map(({ scenario, isProvenSmallest }) => [scenario.faults, isProvenSmallest]);
    };
    const [twice = [], lost = []] = await proofs({ maxFaults: 0 });

    expect([twice[1], lost[1]]).toEqual([false, true]);
    expect((await proofs({ maxFaults: 1 })).map(([, isProven]) => isProven)).toEqual([true, true]);
    const cut = await proofs({ maxFaults: 2, budgetTrials: 200 });
    expect(cut.map(([, isProven]) => isProven)).toEqual([false, false]);
  });

  it("gives the same findings for the same seed", async () => {
    const once = await explore(parcelWorld, { maxFaults: 1, randomTrials: 300 });
    const again = await explore(parcelWorld, { maxFaults: 1, randomTrials: 300 });

    expect(again).toEqual(once);
  });

  it("counts what it spent, and where", async () => {
    const { counts } = await explore(parcelWorld, { ...quick, randomTrials: 100 });

    const { enumeration, outages, random, shrinking } = counts.spent;
    expect(random).toBe(100);
    expect(shrinking).toBeGreaterThan(0);
    expect(enumeration + outages + random + shrinking).toBe(counts.trials);
    expect(counts.points.get("payment.charge")?.struck.get("lose-reply")).toBeGreaterThan(0);
  });

  it("sets the platform's findings apart, and drops them where the saga is to blame anyway", async () => {
    const world = parcelWorldWith(async (context, { orderId }, { payment }) => {
      await context.step("charge", async () => payment.charge(card, 1, orderId)).catch(() => {});
    });
    const { findings } = await explore(world, quick);
    const { findings: sagas } = await explore(parcelWorld, quick);

    expect(findings.map(summaryOf)).toEqual([
      "platform no-charge-without-refund: client-error at checkpoint SUCCEED charge x1",
    ]);
    expect(sagas.map(({ bucket }) => bucket.tier)).not.toContain("platform");
  });

  it("reports a handler that is not the same twice, with the first event that differs", async () => {
    let charges = 0;
    const world = parcelWorldWith(async (context, _order, { payment }) => {
      const key = `key ${++charges}`;
      await context.step("charge", async () => payment.charge(card, 1, key));
      throw new Error("always");
    });
    const { findings, divergences } = await explore(world, { maxFaults: 0, randomTrials: 0 });

    expect(findings).toEqual([]);
    expect(divergences.length).toBeGreaterThan(0);
    expect(divergences[0]).toMatchObject({
      first: { kind: "call.requested" },
      second: { kind: "call.requested" },
    });
  });

  it("notices a handler that is not the same twice even if nothing it does is wrong", async () => {
    let executions = 0;
    const world = parcelWorldWith(async (context) => {
      await context.step(`step ${++executions}`, async () => "done");
    });
    const { findings, divergences } = await explore(world, { maxFaults: 0, randomTrials: 0 });

    expect(findings).toEqual([]);
    expect(divergences).toMatchObject([{ first: { name: "step 1" }, second: { name: "step 2" } }]);
  });

  it("tells when its budget was too small to try every schedule", async () => {
    const { stopped, counts } = await explore(parcelWorld, {
      ...quick,
      maxFaults: 2,
      budgetTrials: 50,
    });

    expect(stopped).toBe("budget");
    expect(counts.spent.enumeration).toBeLessThan(200);
  });

  it("does not look for more behind a trial that never ended", async () => {
    const world = parcelWorldWith(async () => {
      await new Promise(() => {});
    });
    const { findings, counts } = await explore(world, { maxFaults: 2, randomTrials: 0 });

    expect(findings.map(summaryOf)).toEqual(["saga ends-after-faults-stop: no fault"]);
    expect(counts.spent.enumeration).toBe(1);
  });
});

describe("exploring code that never gives control back", () => {
  shortenEndlessLoops();

  it("ends, and reports it", async () => {
    const world = parcelWorldWith(async () => {
      for (;;) await Promise.resolve();
    });
    const { findings, counts } = await explore(world, { maxFaults: 1, randomTrials: 100 });

    expect(findings.map(summaryOf)).toEqual(["saga ends-after-faults-stop: no fault"]);
    expect(counts.trials).toBe(1);
  });
});

const card = { type: "card", token: "tok" };

function summaryOf({ bucket, scenario }: Pick<Finding, "bucket" | "scenario">): string {
  const faults = scenario.faults.map(({ at, fault, times }) => `${fault} at ${at} x${times}`);
  return `${bucket.tier} ${bucket.invariant}: ${faults.join(", ") || "no fault"}`;
}
