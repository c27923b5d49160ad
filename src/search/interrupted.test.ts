import { serialize } from "node:v8";
import { createRetryStrategy } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { parcelWorld, parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import type { World } from "../trial/world.ts";
import { type ExploreOptions, explore } from "./explore.ts";
import type { Exploration } from "./finding.ts";

const options: Partial<ExploreOptions> = { maxFaults: 3, randomTrials: 300, explain: false };

/** A search of one trial. */
const nextToNothing = { maxFaults: 0, randomTrials: 0, maxOutages: 0 } as const;

/** A search that is interrupted again and again, each time after so many batches of trials. */
async function inPieces(
  batches: number,
  own: Partial<ExploreOptions> = {},
): Promise<{ readonly exploration: Exploration; readonly pieces: number }> {
  let kept: Uint8Array | undefined;
  for (let pieces = 1; pieces < 1_000; pieces++) {
    let asked = 0;
    const wantsStop = (): boolean => ++asked > batches;
    const exploration = await explore(parcelWorld, { ...options, ...own }, { wantsStop, kept });
    if (exploration.stopped !== "interrupted") return { exploration, pieces };
    kept = exploration.kept;
  }
  throw new Error("the search never ends");
}

/** All that a search tells, but for what it is made of. */
function told({ counts, merging, findings, unseen, stopped }: Exploration) {
  // How many trials were run twice depends on when others were made smaller.
  const { trials, spent, faults, inconclusive, points } = counts;
  return {
    counts: { trials, spent, faults, inconclusive, points: [...points.keys()] },
    merging,
    findings: findings.map(({ scenario, firstTrial, tries, ways }) => ({
      scenario,
      firstTrial,
      tries,
      ways,
    })),
    unseen,
    stopped,
  };
}

describe("a search that is interrupted", { timeout: 60_000 }, () => {
  it("tells the same in the end, in pieces of 1 and of 2 batches", async () => {
    const own = { randomTrials: 0, maxOutages: 0 };
    const whole = await explore(parcelWorld, { ...options, ...own });
    for (const batches of [1, 2]) {
      const { exploration, pieces } = await inPieces(batches, own);

      expect(pieces).toBeGreaterThan(2);
      expect(told(exploration)).toEqual(told(whole));
      expect(exploration.isTakenUp).toBe(true);
    }
  });

  it("tells again of what it had found, as soon as it goes on", async () => {
    const own = { ...options, randomTrials: 0, maxOutages: 0 };
    let asked = 0;
    const first = await explore(parcelWorld, own, { wantsStop: () => ++asked > 4 });
    const again: string[] = [];
    await explore(parcelWorld, own, {
      wantsStop: () => true,
      kept: first.kept,
      onSmaller: (_bucket, scenario) => again.push(scenario.name),
    });

    expect(first.findings.length).toBeGreaterThan(0);
    expect(again).toEqual(
      expect.arrayContaining(first.findings.map(({ scenario }) => scenario.name)),
    );
  });

  it("does so where nothing is merged", async () => {
    const own = { merge: false, maxFaults: 1, randomTrials: 0, maxOutages: 0 };
    const { exploration, pieces } = await inPieces(1, own);

    expect(pieces).toBeGreaterThan(1);
    expect(told(exploration)).toEqual(told(await explore(parcelWorld, { ...options, ...own })));
  });

  it("begins what comes behind the enumeration anew", async () => {
    const own = { maxFaults: 1 };
    let asked = 0;
    // Late, when schedules of one fault have long been tried.
    const wantsStop = (): boolean => ++asked > 8;
    const first = await explore(parcelWorld, { ...options, ...own }, { wantsStop });
    expect(first.stopped).toBe("interrupted");
    expect(first.counts.spent.outages + first.counts.spent.random).toBeGreaterThan(0);

    const never = { wantsStop: () => false, kept: first.kept };
    const second = await explore(parcelWorld, { ...options, ...own }, never);
    expect(told(second)).toEqual(told(await explore(parcelWorld, { ...options, ...own })));
  });

  it("ends what comes behind an enumeration whose budget is used up", async () => {
    let asked = 0;
    const wantsStop = (): boolean => ++asked > 6;
    const own = { budgetTrials: 150, randomTrials: 100_000 };
    const { stopped, counts } = await explore(parcelWorld, { ...options, ...own }, { wantsStop });

    expect(stopped).toBe("interrupted");
    expect(counts.spent.random).toBeLessThan(1_000);
  });

  it.each<readonly [string, World, Partial<ExploreOptions>, string]>([
    ["options", parcelWorld, { maxFaults: 1 }, "it is of a search with other options"],
    [
      "code",
      parcelWorldWith(async (context, order, { payment }) => {
        const card = { type: "card", token: "tok" };
        await context.step("charge", async () => payment.charge(card, 2, order.orderId));
      }),
      {},
      "the code has changed since",
    ],
  ])("is of no use with other %s, and the search says so", async (_, world, own, why) => {
    const { kept } = await explore(parcelWorld, options, { wantsStop: () => true });
    const whys: string[] = [];
    const onOther = (one: string) => void whys.push(one);
    const never = { wantsStop: () => false, kept, onOther };
    const short = { ...options, randomTrials: 0, maxOutages: 0, ...own };
    const exploration = await explore(world, short, never);

    expect(whys).toEqual([why]);
    expect(exploration.isTakenUp).toBe(false);
    expect(exploration.counts.trials).toBeGreaterThan(10);
  });

  it("is of no use with code that is another only where a fault strikes", async () => {
    const world = (retries: number) =>
      parcelWorldWith(async (context, { orderId }, { payment }) => {
        const retryStrategy = createRetryStrategy({ maxAttempts: retries });
        const charge = async () => payment.charge({ type: "card", token: "tok" }, 1, orderId);
        await context.step("charge", charge, { retryStrategy });
      });
    let asked = 0;
    // Behind the schedules of one fault, whose continuations are kept.
    const wantsStop = (): boolean => ++asked > 2;
    const { kept } = await explore(world(2), options, { wantsStop });
    const whys: string[] = [];
    const onOther = (one: string) => void whys.push(one);
    await explore(world(1), options, { wantsStop: () => whys.length > 0, kept, onOther });

    expect(whys).toEqual(["the code has changed since"]);
  });

  it("is of no use where it cannot be read", async () => {
    const whys: string[] = [];
    const onOther = (one: string) => void whys.push(one);
    const kept = new Uint8Array([1, 2, 3]);
    await explore(parcelWorld, nextToNothing, { wantsStop: () => false, kept, onOther });

    expect(whys).toEqual(["it cannot be read"]);
  });

  it("is of no use where another version has kept it", async () => {
    const whys: string[] = [];
    const attendant = {
      wantsStop: () => false,
      kept: serialize([{ format: 1, node: process.version }, {}]),
      onOther: (one: string) => void whys.push(one),
    };
    await explore(parcelWorld, nextToNothing, attendant);

    expect(whys).toEqual(["it was kept by another version of durable-chaos"]);
  });
});
