import { describe, expect, it } from "vitest";
import type { Strike } from "../faults/schedule.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import { runPlan } from "../trial/run-trial.ts";
import type { Decider } from "../trial/trial.ts";
import { overheard } from "./overhear.ts";

const input = { orderId: "o1", zip: "somewhere" };
const deciders: readonly Decider[] = [
  {
    kind: "schedule",
    schedule: [{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }],
  },
  { kind: "adversary", adversary: ({ at }) => (at === "payment.charge" ? "refuse" : undefined) },
  // A wake-up cannot be refused: that decides nothing.
  { kind: "adversary", adversary: () => "refuse" },
  { kind: "chance", draw: (random) => () => (random.chance(0.3) ? "crash-before" : undefined) },
];

describe("an overheard decider", () => {
  it.each(deciders)("changes nothing and tells of every strike: $kind", async (decider) => {
    const heard: Strike[] = [];
    const plain = await runPlan(parcelWorld, { input, seed: 3, decider });
    const watched = await runPlan(parcelWorld, {
      input,
      seed: 3,
      decider: overheard(decider, (strike) => heard.push(strike)),
    });

    expect(plain.strikes).not.toEqual([]);
    expect(watched.strikes).toEqual(plain.strikes);
    expect(heard).toEqual(plain.strikes);
  });
});
