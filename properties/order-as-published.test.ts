import { beforeAll, describe, expect, it } from "vitest";
import { type Exploration, type Finding, explore, orderAsPublished } from "../src/index.ts";
import { isAtLength } from "./at-length.ts";

describe("the order saga as published", () => {
  let exploration: Exploration | undefined;
  let findings: readonly Finding[] = [];

  beforeAll(async () => {
    exploration = await explore(orderAsPublished, {
      seed: 1,
      maxFaults: 2,
      randomTrials: 200,
      explain: false,
    });
    ({ findings } = exploration);
  }, 120_000);

  it("breaks five invariants, each under the smallest schedule that can", () => {
    expect(findings.map(shapeOf)).toEqual([
      "saga no-charge-without-refund: 5 x lose-reply at payment.charge",
      "saga no-stock-held-for-failed-order: 1 x lose-reply at inventory.reserve",
      "saga nothing-shipped-for-failed-order: 3 x refuse at notification.send",
      "saga at-most-one-parcel: 1 x lose-reply at shipping.create",
      "saga confirmation-only-for-successful-order: 3 x lose-reply at notification.send",
    ]);
  });

  it("holds every other invariant under all schedules of two faults", () => {
    const broken = new Set(findings.map(({ bucket }) => bucket.invariant));
    const held = orderAsPublished.invariantNames.filter((name) => !broken.has(name));

    expect(exploration?.counts.spent.enumeration).toBeGreaterThan(2_000);
    expect(exploration?.merging).toMatchObject({ kind: "merged" });
    expect(held).toEqual([
      "no-duplicate-charge",
      "refunds-never-exceed-charges",
      "charged-amount-is-order-total",
      "stock-is-never-oversold",
      "declined-card-is-not-charged-again",
      "invalid-order-calls-no-service",
      "completed-steps-do-not-run-again",
      "charge-key-never-changes",
      "undos-in-reverse-order",
    ]);
  });

  it("needs every fault of every schedule", () => {
    for (const { bucket, necessity, result } of findings) {
      expect(necessity).toHaveLength(result.strikes.length);
      for (const { without } of necessity) {
        const broken = without.violations.map(({ invariant }) => invariant);
        expect(broken).not.toContain(bucket.invariant);
      }
    }
  });

  it("loses stock only if a later step fails too, here by a declined card", () => {
    const stock = findings.find(
      ({ bucket }) => bucket.invariant === "no-stock-held-for-failed-order",
    );

    expect(stock?.scenario.input).toMatchObject({ paymentMethod: { token: "DECLINED" } });
  });

  it("behaves the same in every trial of one plan", () => {
    expect(exploration?.divergences).toEqual([]);
  });
});

describe("exploring", () => {
  it("gives the same findings, byte for byte, for the same seed", async () => {
    const maxFaults = isAtLength ? 1 : 0;
    const options = { seed: "again", maxFaults, maxOutages: 0, randomTrials: 30 };

    const first = await explore(orderAsPublished, options);
    const second = await explore(orderAsPublished, options);

    expect(first.findings.length).toBeGreaterThan(0);
    expect(second).toEqual(first);
    expect(JSON.stringify(second.findings)).toBe(JSON.stringify(first.findings));
  });
});

function shapeOf({ bucket: { tier, invariant }, scenario: { faults } }: Finding): string {
  const bursts = faults.map(({ at, times, fault }) => `${times} x ${fault} at ${at}`);
  return `${tier} ${invariant}: ${bursts.join(", ")}`;
}
