import { setTimeout as callLater } from "node:timers";
import { createRetryStrategy } from "@aws/durable-execution-sdk-js";
import { beforeAll, describe, expect, it } from "vitest";
import { faultsOf, usualFamilies } from "../faults/fault.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { endingOf } from "../trial/ending.ts";
import { parcelWorld, parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { countingFailures, failuresIn } from "./counting-world.test-support.ts";
import { Enumeration } from "./exhaustive.ts";
import { explore } from "./explore.ts";
import { Merging } from "./merging.ts";
import { Prober } from "./prober.ts";
import { type Trier, WholeTrier } from "./trier.ts";

const faultsAt = faultsOf(usualFamilies);
const card = { type: "card", token: "tok" };
const twice = { retryStrategy: createRetryStrategy({ maxAttempts: 2 }) };

type Enumerated = Awaited<ReturnType<typeof enumerate>>;

/** All schedules of two faults of the world with parcels. */
let merged: Enumerated;
let whole: Enumerated;

beforeAll(async () => {
  merged = await enumerate(parcelWorld, 2, "merged");
  whole = await enumerate(parcelWorld, 2, "whole");
});

describe("merging equal situations", { timeout: 60_000 }, () => {
  it("reaches every ending that running all trials to their ends does, with a fraction of them", () => {
    expect(endingsOf(merged.results)).toEqual(endingsOf(whole.results));
    expect(merged.report).toMatchObject({ kind: "merged" });
    expect(merged.trials).toBeLessThan(whole.trials / 2);
  });

  it("checks three merges behind each kind of fault, of one and of two faults, and one in a hundred", () => {
    const { report } = merged;
    if (report.kind !== "merged") throw new Error(report.kind);
    const kinds = new Set([...faultsAt("payment.charge"), ...faultsAt("checkpoint SUCCEED ship")]);

    expect(report.audits).toBeGreaterThan(Math.floor(report.merged / 100) + kinds.size);
    expect(report.audits).toBeLessThan(Math.ceil(report.merged / 100) + 2 * 3 * (kinds.size + 1));
  });

  it("does not run what is foreseen, and each way to die at each point once all the same", () => {
    const { report } = merged;
    if (report.kind !== "merged") throw new Error(report.kind);
    expect(report.foreseen).toBeGreaterThan(80);
    // Checks of merges strike with further faults.
    expect(waysIn(merged, "struck")).toEqual(expect.arrayContaining(waysIn(whole, "struck")));
    expect(waysIn(merged, "offered")).toEqual(expect.arrayContaining(waysIn(whole, "offered")));
  });

  it("tells how many merges of a single fault it has not come to check, where its budget ends", async () => {
    const options = { maxFaults: 2, maxOutages: 0, randomTrials: 0, explain: false } as const;
    const uncompared = async (budgetTrials: number) => {
      const { merging } = await explore(parcelWorld, { ...options, budgetTrials });
      return merging.kind === "merged" ? merging.uncompared : Number.NaN;
    };

    expect(await uncompared(150)).toBeGreaterThan(20);
    expect(await uncompared(10_000)).toBe(0);
  });

  it("ends trials of a single fault as well", async () => {
    const singles = ({ results }: Enumerated) =>
      results.filter(({ strikes }) => strikes.length === 1).length;

    expect(singles(whole) - singles(merged)).toBeGreaterThan(20);
  });

  it("tells apart what invariants remember", async () => {
    const counting = countingFailures((trace) => failuresIn(trace));
    const some = await enumerate(counting, 2, "merged");
    const all = await enumerate(counting, 2, "whole");

    expect(some.report.kind).toBe("merged");
    expect(endingsOf(some.results)).toEqual(endingsOf(all.results));
  });

  it("comes to an end without a bound on the number of faults where there are no more situations", async () => {
    const { trials, report } = await enumerate(
      parcelWorldWith(async (context, order, { payment }) => {
        const charge = async () => payment.charge(card, 1, order.orderId);
        await context.step("charge", charge, { retryStrategy: () => ({ shouldRetry: false }) });
      }),
      Infinity,
      "merged",
    );

    expect(report.kind).toBe("merged");
    expect(trials).toBeGreaterThan(100);
  });

  it("loses nothing that one fault breaks, even where a variable outlives an invocation", async () => {
    let mode = "";
    const world = parcelWorldWith(async (context, { orderId, zip }, { payment, shipping }) => {
      await context.step("look", async () => {
        mode = await payment.charge(card, 1, orderId).then(() => "all is well", String);
      });
      await context.wait("nap", { seconds: 1 });
      const address = { street: "", city: "", zip };
      const ship = async () => shipping.create(orderId, address, []);
      await context.step("ship", ship, twice);
      if (mode.includes("refused")) await context.step("ship-again", ship, twice);
    });
    const { findings } = await explore(world, {
      maxFaults: 2,
      maxOutages: 0,
      randomTrials: 0,
      explain: false,
    });
    const faults = findings.flatMap(({ scenario }) => scenario.faults.map(({ fault }) => fault));

    expect(faults).toContain("refuse");
  });

  it("goes on where code acts on what it was told outside of any step, and reaches the same endings", async () => {
    const world = parcelWorldWith(async (context, { orderId, zip }, { payment, shipping }) => {
      const told = await payment.charge(card, 1, orderId).then(() => "", String);
      await context.step("look", async () => 1);
      await context.step("look-again", async () => 2);
      const address = { street: "", city: "", zip };
      const id = told === "" ? orderId : `${orderId} unpaid`;
      await context.step("ship", async () => shipping.create(id, address, []), twice);
    });
    const some = await enumerate(world, 2, "merged");
    const all = await enumerate(world, 2, "whole");

    expect(some.report.kind).toBe("merged");
    expect(endingsOf(some.results)).toEqual(endingsOf(all.results));
  });

  it("is not worth it for single faults, whose trials would all run to their ends anyway", async () => {
    const options = { maxFaults: 1, maxOutages: 0, randomTrials: 0, explain: false } as const;
    const { merging, counts } = await explore(parcelWorld, options);
    const unmerged = await explore(parcelWorld, { ...options, merge: false });

    expect(merging).toEqual({ kind: "off" });
    expect(counts).toEqual(unmerged.counts);
  });

  it("finds the same, whether it merges or not", async () => {
    const found = async (merge: boolean) => {
      const options = { maxFaults: 2, randomTrials: 0, explain: false, merge };
      const { findings } = await explore(parcelWorld, options);
      return findings.map(({ bucket, scenario }) => ({ bucket, faults: scenario.faults }));
    };
    expect(await found(true)).toEqual(await found(false));
  });
});

describe("situations that cannot be compared", () => {
  it("are told, with the reason, and tried on their own", async () => {
    const mute: World = {
      ...parcelWorld,
      prepare: (boundary, input) => ({
        ...parcelWorld.prepare(boundary, input as never),
        memories: { payment: [], shipping: undefined },
      }),
    };
    const { report, results } = await enumerate(mute, 2, "merged");

    expect(report).toMatchObject({ merged: 0, situations: 0 });
    expect(report.kind === "merged" && [...report.obstacles.keys()]).toEqual([
      'service "shipping" tells no memory',
    ]);
    expect(results.length).toBe(whole.results.length);
  });
});

describe("what is foreseen wrongly", () => {
  /** A world whose invariants remember what nobody could foresee, once so many faults have struck. */
  const fickle = (faults: number): World => {
    let looks = 0;
    return {
      ...(parcelWorld as World),
      remembered: (trace) => [
        trace.filter(({ kind }) => kind === "fault.struck").length < faults ? 0 : ++looks,
      ],
    };
  };
  const reportOf = async (faults: number) => (await enumerate(fickle(faults), 2, "merged")).report;

  it("ends all foreseeing where it comes of the first fault", async () => {
    expect(await reportOf(1)).toMatchObject({
      kind: "merged",
      foreseen: 0,
      foresees: false,
    });
  });

  it("ends all merging where it comes of a later one", async () => {
    expect(await reportOf(2)).toEqual({
      kind: "refused",
      why: expect.stringMatching(/^what comes of .* is not what was foreseen$/),
    });
  });
});

describe("a check of a merge", () => {
  /** A world of which nothing is foreseen, and where no two looks are alike from one on. */
  const aging = (unlikeFrom: number) => {
    const { lambda } = parcelWorld;
    const tally = { looks: 0 };
    const remembered = () => [++tally.looks > unlikeFrom ? tally.looks : 0];
    const world: World = {
      ...(parcelWorld as World),
      lambda: { ...lambda, retryDelayMs: () => 0 },
      remembered,
    };
    return { world, tally };
  };

  it("looks again at the situation in which the two have met", async () => {
    const steady = aging(Infinity);
    const usual = await enumerate(steady.world, 2, "merged");
    const { report } = await enumerate(aging(steady.tally.looks / 2).world, 2, "merged");

    expect(usual.report).toMatchObject({ kind: "merged", foreseen: 0 });
    expect(report).toEqual({
      kind: "refused",
      why: expect.stringMatching(/ does not lead to where .* was$/),
    });
  });

  it("finds them there, though code sleeps that was told what nothing has stored", async () => {
    const world = parcelWorldWith(async (context, { orderId }, { payment }) => {
      const untold = payment.charge(card, 1, orderId).catch(() => undefined);
      const nap = context.step("nap", () => new Promise((wake) => callLater(wake, 2_000)));
      await Promise.all([untold, nap]);
      await context.step("pack", async () => 1);
      await context.step("seal", async () => 2);
    });
    const alone = { maxOutages: 0, randomTrials: 0, explain: false } as const;
    const { merging } = await explore(world, { ...alone, maxFaults: 2, families: ["network"] });

    expect(merging.kind).toBe("merged");
  });
});

async function enumerate(
  world: World | typeof parcelWorld,
  maxFaults: number,
  how: "merged" | "whole",
) {
  const prober = new Prober(world);
  const [{ input } = { input: undefined }] = world.examples;
  return inMacrotask(() => {
    const merging = new Merging(prober, { seed: 1, maxFaults, merge: true });
    const [trier = wholeTrier(prober, input)] = how === "merged" ? merging.triersFor([input]) : [];
    let trials = 0;
    const counting: Trier = {
      try: (strikes, outlook) => {
        trials++;
        return trier.try(strikes, outlook);
      },
      mergesUntried: (...pass) => trier.mergesUntried(...pass),
      endLevel: (faults) => trier.endLevel(faults),
    };
    const triers = [counting];
    const tried = [...new Enumeration(maxFaults, faultsAt, triers).trials()];
    const results = tried.filter((result) => result !== undefined);
    return { results, trials, report: merging.report, points: prober.counts.points };
  });
}

/** What has struck at each point, or what was possible there. */
function waysIn({ points }: Enumerated, which: "struck" | "offered"): string[] {
  return Array.from(points, ([at, { struck, offered }]) => {
    const faults = which === "struck" ? [...struck.keys()] : [...offered].flat();
    return faults.map((fault) => `${fault} at ${at}`);
  }).flat();
}

function endingsOf(results: readonly TrialResult[]): readonly string[] {
  return [...new Set(results.map((result) => endingOf(result)))].toSorted();
}

function wholeTrier(prober: Prober, input: unknown): Trier {
  return new WholeTrier((decider) => prober.run({ input, seed: 1, decider }));
}
