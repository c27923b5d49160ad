import { describe, expect, it } from "vitest";
import { RandomSource } from "../kernel/random.ts";
import { type Adversary, dice, recorded, scheduled } from "./adversary.ts";
import { type Fault, callFaults, faultsAt } from "./fault.ts";
import type { FaultPoint } from "./schedule.ts";

describe("scheduled", () => {
  it("strikes the passes of its bursts, and no others", () => {
    const adversary = scheduled([{ at: "shop.pay", from: 2, times: 2, fault: "refuse" }]);

    expect(answers(adversary, "shop.pay", 5)).toEqual([
      undefined,
      "refuse",
      "refuse",
      undefined,
      undefined,
    ]);
    expect(answers(adversary, "shop.ship", 3)).toEqual([undefined, undefined, undefined]);
  });

  it("gives a pass that two bursts claim to the earlier one in the list", () => {
    const adversary = scheduled([
      { at: "shop.pay", from: 2, times: 1, fault: "stall" },
      { at: "shop.pay", from: 1, times: 3, fault: "refuse" },
    ]);

    expect(answers(adversary, "shop.pay", 3)).toEqual(["refuse", "stall", "refuse"]);
  });

  it("never strikes for an empty schedule", () => {
    expect(answers(scheduled([]), "shop.pay", 3)).toEqual([undefined, undefined, undefined]);
  });
});

describe("recorded", () => {
  it("strikes by progress, so a strike stays put when an earlier one is left out", () => {
    // The first pass crashed; without that crash the second strike's pass is no longer the third.
    const strikes = [
      { ...pass("shop.pay", 1), progress: 4, fault: "crash-after" as Fault },
      { ...pass("shop.pay", 3), progress: 5, nthAtProgress: 2, fault: "refuse" as Fault },
    ];
    const adversary = recorded(strikes.slice(1));

    expect(
      adversary({ at: "shop.pay", nth: 2, progress: 5, nthAtProgress: 2, faults: callFaults }, 0),
    ).toBe("refuse");
    expect(
      adversary({ at: "shop.pay", nth: 3, progress: 4, nthAtProgress: 2, faults: callFaults }, 0),
    ).toBeUndefined();
    expect(
      adversary({ at: "shop.pay", nth: 3, progress: 5, nthAtProgress: 1, faults: callFaults }, 0),
    ).toBeUndefined();
    expect(
      adversary({ at: "shop.ship", nth: 3, progress: 5, nthAtProgress: 2, faults: callFaults }, 0),
    ).toBeUndefined();
  });
});

describe("dice", () => {
  it("refuses calls as often as their service's rate says", () => {
    const adversary = dice({ shop: 0.25, bank: 1 }, stream());

    const refused = answers(adversary, "shop.pay", 4_000).filter((fault) => fault === "refuse");

    expect(refused.length).toBeGreaterThan(900);
    expect(refused.length).toBeLessThan(1_100);
    expect(answers(adversary, "bank.transfer", 2)).toEqual(["refuse", "refuse"]);
  });

  it("leaves alone what has no rate: other services, checkpoints, invocations", () => {
    const adversary = dice({ shop: 1, checkpoint: 1, invocation: 1 }, stream());

    for (const at of ["bank.transfer", "checkpoint SUCCEED pay", "invocation start"]) {
      expect(adversary(pass(at, 1), 0)).toBeUndefined();
    }
  });

  it("does not refuse a checkpoint whose step is named like a call", () => {
    const adversary = dice({ "checkpoint SUCCEED shop": 1 }, stream());

    expect(adversary(pass("checkpoint SUCCEED shop.pay", 1), 0)).toBeUndefined();
  });

  it("draws nothing for what has no rate, so that other draws stay where they are", () => {
    const [adversary, other] = [dice({ shop: 0.5 }, stream()), dice({ shop: 0.5 }, stream())];

    answers(other, "bank.transfer", 7);

    expect(answers(other, "shop.pay", 50)).toEqual(answers(adversary, "shop.pay", 50));
  });

  it("throws the same dice for the same stream", () => {
    const throwDice = () => answers(dice({ shop: 0.5 }, stream()), "shop.pay", 50);

    expect(throwDice()).toEqual(throwDice());
  });
});

function answers(adversary: Adversary, at: string, passes: number): (Fault | undefined)[] {
  return Array.from({ length: passes }, (_, index) => adversary(pass(at, index + 1), 0));
}

function pass(at: string, nth: number): FaultPoint {
  return { at, nth, progress: 0, nthAtProgress: nth, faults: faultsAt(at) };
}

function stream() {
  return new RandomSource("tests").stream("dice");
}
