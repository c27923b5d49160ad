import { beforeAll, describe, expect, it } from "vitest";
import {
  type Exploration,
  explore,
  faultFamilies,
  orderHardened,
  orderHardenedAlone,
  ordersHardened,
  runTrial,
  usualFamilies,
} from "../src/index.ts";
import { isAtLength } from "./at-length.ts";

/** Of outages, of what happens to two orders, and to one without its reconciler. */
const someFamilies = isAtLength ? faultFamilies : usualFamilies;

const swarmTrials = isAtLength ? 1_000 : 250;

const everything = {
  families: faultFamilies,
  maxFaults: 1,
  maxOutages: 0,
  randomTrials: 0,
} as const;

describe("the hardened order saga, with services like real ones", () => {
  let exploration: Exploration;

  beforeAll(async () => {
    exploration = await explore(orderHardened, { ...everything, swarmTrials });
  }, 120_000);

  it("breaks nothing: with any single fault of any family, in a swarm", () => {
    expect(exploration.findings.map(({ bucket, scenario }) => ({ bucket, scenario }))).toEqual([]);
    expect(exploration.stopped).toBeUndefined();
    expect(exploration.divergences).toEqual([]);
  });

  it("was tried hard enough to tell", () => {
    const { counts, unseen } = exploration;

    expect(unseen).toEqual([]);
    expect(counts.spent.enumeration).toBeGreaterThan(1_400);
    expect(counts.faults).toBeGreaterThan(isAtLength ? 2_500 : 1_700);
    // What says nothing, because faults never stopped, must be rare.
    expect(counts.inconclusive).toBeLessThan(counts.trials / 100);
  });

  it("breaks nothing in any outage", async () => {
    const outages = { families: someFamilies, maxFaults: 0, maxOutages: 1, randomTrials: 0 };
    const { findings, counts, stopped, divergences } = await explore(orderHardened, outages);

    expect(stopped).toBeUndefined();
    expect(divergences).toEqual([]);
    expect(findings.map(({ bucket, scenario }) => ({ bucket, scenario }))).toEqual([]);
    expect(counts.spent.outages).toBeGreaterThan(500);
    expect(counts.faults).toBeGreaterThan(3_000);
  });

  it.each([
    ["a plain order", "confirmed"],
    ["an order with a declined card", "undone"],
    ["an order that nobody delivers", "undone"],
    ["an order that is out of stock", "undone"],
    ["an order without lines", "rejected"],
  ])("lets %s end %s where nothing goes wrong", async (name, status) => {
    const example = orderHardened.examples.find((one) => one.name === name);
    const input = example?.input ?? orderHardened.examples[0]?.input;
    if (input === undefined) throw new Error(`there is no example "${name}"`);
    const { outcome, executions } = await runTrial(orderHardened, { input, schedule: [], seed: 1 });

    expect(executions).toHaveLength(1);
    expect(outcome.status).toBe("SUCCEEDED");
    expect("result" in outcome && outcome.result).toContain(`{"status":"${status}"`);
  });
});

describe("the hardened order saga whose sandboxes die, however often and wherever", () => {
  it("breaks nothing: no further situation can be reached in which it has not been tried", async () => {
    const { findings, stopped, merging, counts } = await explore(orderHardened, {
      maxFaults: Infinity,
      maxOutages: 0,
      families: ["crash"],
      randomTrials: 0,
    });

    expect(findings).toEqual([]);
    expect(stopped).toBeUndefined();
    expect(merging.kind).toBe("merged");
    expect(counts.points.get("payments.capture")?.struck.get("crash-after")).toBeGreaterThan(0);
  }, 60_000);
});

describe("the hardened order saga without its reconciler", () => {
  it("leaves only what AWS itself has ended, and that is told apart from bugs of the saga", async () => {
    const { findings } = await explore(orderHardenedAlone, {
      ...everything,
      families: someFamilies,
      explain: false,
    });

    expect(findings.map(({ bucket }) => `${bucket.tier}: ${bucket.invariant}`)).toEqual([
      "platform: no-money-kept-for-failed-order",
      "platform: no-stock-kept-for-failed-order",
      "platform: no-label-for-failed-order",
      "platform: only-confirmed-order-is-announced",
    ]);
    for (const { scenario } of findings) {
      expect(scenario.faults).toHaveLength(1);
    }
  }, 60_000);
});

describe("two orders at once", () => {
  it("break nothing of each other's, whatever goes wrong with one of them", async () => {
    const { findings, counts } = await explore(ordersHardened, {
      ...everything,
      families: someFamilies,
      maxOutages: isAtLength ? 1 : 0,
    });
    const inSwarm = await explore(ordersHardened, {
      ...everything,
      maxFaults: 0,
      swarmTrials,
    });

    const all = [...findings, ...inSwarm.findings];
    expect(all.map(({ bucket, scenario }) => ({ bucket, scenario }))).toEqual([]);
    expect([...counts.points.keys()].some((at) => at.startsWith("second > "))).toBe(true);
  }, 120_000);

  it.each([
    ["two orders for the last unit", ["confirmed", "undone"]],
    ["an order that is delivered twice", ["confirmed"]],
    ["a customer who orders twice", ["confirmed", "confirmed"]],
  ])("end as they must where nothing goes wrong: %s", async (name, endings) => {
    const example = ordersHardened.examples.find((one) => one.name === name);
    if (example === undefined) throw new Error(`there is no example "${name}"`);
    const { input } = example;
    const { executions } = await runTrial(ordersHardened, { input, schedule: [], seed: 1 });

    expect(
      executions.map(({ outcome }) => {
        const result = "result" in outcome ? outcome.result : undefined;
        return /"status":"(?<status>\w+)"/.exec(result ?? "")?.groups?.["status"];
      }),
    ).toEqual(endings);
  });
});
