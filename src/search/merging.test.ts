import { randomInt } from "node:crypto";
import { createRetryStrategy } from "@aws/durable-execution-sdk-js";
import { beforeAll, describe, expect, it } from "vitest";
import { faultsOf, usualFamilies } from "../faults/fault.ts";
import { inMacrotask } from "../kernel/drain.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import { endingOf } from "../trial/ending.ts";
import { parcelWorld, parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { Enumeration } from "./exhaustive.ts";
import { explore } from "./explore.ts";
import { Merging, leavesOut } from "./merging.ts";
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

  it("tries all schedules of two faults, and leaves out third ones that have come to nothing new", async () => {
    const leftOut = ({ report }: Enumerated) =>
      report.kind === "merged" ? report.leftOut : report.kind;
    const three = async (leaveOut: boolean) => enumerate(parcelWorld, 3, "merged", leaveOut);

    expect(leftOut(merged)).toBe(0);
    expect(leftOut(await three(true))).toBeGreaterThan(0);
    expect(leftOut(await three(false))).toBe(0);
    const unbounded = { seed: 1, merge: true, leaveOut: true, maxFaults: Infinity };
    expect(leavesOut(unbounded)).toBe(false);
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

  it("is not worth it for single faults, whose trials run to their ends anyway", async () => {
    const options = { maxFaults: 1, maxOutages: 0, randomTrials: 0, explain: false } as const;
    const { merging, counts } = await explore(parcelWorld, options);
    const whole = await explore(parcelWorld, { ...options, merge: false });

    expect(merging).toEqual({ kind: "off" });
    expect(counts).toEqual(whole.counts);
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

describe("merging is refused, and every trial run to its end,", () => {
  it("where what the handler does depends on chance", async () => {
    const world = parcelWorldWith(async (context, order, { payment }) => {
      const cents = await context.step("draw", async () => randomInt(1_000));
      await context.step("charge", async () => payment.charge(card, cents, order.orderId));
    });
    expect(await refusalOf(world)).toMatch(/depends on chance/);
  });

  it("where what the handler does depends on the date", async () => {
    const world = parcelWorldWith(async (context, order, { payment }) => {
      const day = await context.step("look", async () => today());
      await context.step("charge", async () => payment.charge(card, 1, `${order.orderId} ${day}`));
    });
    expect(await refusalOf(world)).toMatch(/depends on the date/);
  });

  it("where a variable decides that outlives an invocation in a warm sandbox", async () => {
    let mode = "";
    const world = parcelWorldWith(async (context, { orderId }, { payment, shipping }) => {
      await context.step("look", async () => {
        mode = await payment.charge(card, 1, orderId).then(() => "fine", String);
      });
      await context.wait("nap", { seconds: 1 });
      const address = { street: mode, city: "", zip: "" };
      await context.step("ship", async () => shipping.create(`${orderId} ${mode}`, address, []));
    });
    expect(await refusalOf(world)).toMatch(/go on differently/);
  });

  it("where an invariant counts what it does not say that it remembers", async () => {
    const { merging } = await explore(
      countingFailures(() => undefined),
      {
        maxFaults: 2,
        randomTrials: 0,
        explain: false,
      },
    );
    expect(merging).toMatchObject({ kind: "refused", why: expect.stringMatching(/differently/) });
  });

  it("where only a further fault shows that equal situations are not", async () => {
    let mode = "";
    const world = parcelWorldWith(async (context, { orderId, zip }, { payment, shipping }) => {
      mode = "";
      for (const nth of [1, 2, 3]) {
        await context.step(`look-${nth}`, async () => {
          mode += await payment.charge(card, 1, `${orderId} ${nth}`).then(() => "fine", String);
        });
      }
      const address = { street: "", city: "", zip };
      const ship = async (id: string) => shipping.create(id, address, []);
      const other = /429|timed out/.test(mode) ? `${orderId} again` : orderId;
      await context.step("ship", async () => {
        for (const nth of [1, 2, 3]) {
          await ship(`${orderId} ${nth}`).catch(() => ship(`${other} ${nth}`));
        }
      });
    });
    const families = ["service"] as const;
    const options = { families, maxFaults: 2, maxOutages: 0, randomTrials: 0, explain: false };
    const { merging } = await explore(world as World, options);
    expect(merging.kind === "refused" && merging.why).toMatch(/go on differently with .* at /);
  });

  it("where equal situations turn out to have different futures", async () => {
    // What it counts outside of any step is no part of what is stored, and decides what it does.
    let runs = 0;
    const world = parcelWorldWith(async (context, order, { payment, shipping }) => {
      if (order.orderId === "o1") runs++;
      const address = { street: "", city: "", zip: order.zip };
      await context.step("charge", async () => payment.charge(card, 1, order.orderId), twice);
      const own = runs;
      await context.step("ship", async () => shipping.create(`parcel ${own}`, address, []), twice);
    });
    const counting: World = {
      ...world,
      prepare: (boundary, input) => {
        runs = 0;
        return world.prepare(boundary, input as never);
      },
    };
    const { merging, findings } = await explore(counting, {
      maxFaults: 2,
      randomTrials: 0,
      explain: false,
    });

    expect(merging).toMatchObject({ kind: "refused", why: expect.stringMatching(/differently/) });
    expect(findings.map(({ bucket }) => bucket.invariant)).toContain("at-most-one-parcel");
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

/** A world whose only invariant is that no more than one call fails; `remembers` is what it says of itself. */
function countingFailures(remembers: (trace: readonly TraceEvent[]) => unknown): World {
  const judge: World["judge"] = ({ trace }) =>
    failuresIn(trace) < 2
      ? []
      : [{ invariant: "one-failure", violation: { message: "two calls failed", witnesses: [] } }];
  const remembered: World["remembered"] = (trace) => [remembers(trace)];
  return { ...parcelWorld, judge, remembered };
}

function failuresIn(trace: readonly TraceEvent[]): number {
  return trace.filter((event) => event.kind === "call.answered" && event.answer.kind === "failure")
    .length;
}

async function refusalOf(world: typeof parcelWorld): Promise<string> {
  const { merging } = await explore(world as World, {
    maxFaults: 2,
    maxOutages: 0,
    randomTrials: 0,
    explain: false,
  });
  return merging.kind === "refused" ? merging.why : merging.kind;
}

async function enumerate(
  world: World | typeof parcelWorld,
  maxFaults: number,
  how: "merged" | "whole",
  leaveOut = true,
) {
  const prober = new Prober(world);
  const [{ input } = { input: undefined }] = world.examples;
  return inMacrotask(() => {
    const merging = new Merging(prober, { seed: 1, maxFaults, merge: true, leaveOut });
    const [trier = wholeTrier(prober, input)] = how === "merged" ? merging.triersFor([input]) : [];
    let trials = 0;
    const counting: Trier = {
      try: (strikes, isLast) => {
        trials++;
        return trier.try(strikes, isLast);
      },
      worthTrying: (...pass) => trier.worthTrying(...pass),
      endLevel: (faults) => trier.endLevel(faults),
    };
    const triers = [counting];
    const tried = [...new Enumeration(maxFaults, faultsAt, triers).trials()];
    const results = tried.filter((result) => result !== undefined);
    return { results, trials, report: merging.report };
  });
}

function endingsOf(results: readonly TrialResult[]): readonly string[] {
  return [...new Set(results.map((result) => endingOf(result)))].toSorted();
}

function today(): string {
  // oxlint-disable-next-line no-restricted-globals -- code under test: its clock is the simulated one
  return new Date().toISOString().slice(0, 10);
}

function wholeTrier(prober: Prober, input: unknown): Trier {
  return new WholeTrier((decider) => prober.run({ input, seed: 1, decider }));
}
