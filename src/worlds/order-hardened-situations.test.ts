import { describe, expect, it } from "vitest";
import type { Fault } from "../faults/fault.ts";
import type { FaultPoint } from "../faults/schedule.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { probeTrialNow } from "../trial/run-trial.ts";
import type { World } from "../trial/world.ts";
import { orderHardened, plainOrder } from "./order-hardened.ts";

type Struck = readonly [at: string, nth: number, fault: Fault];

/** The situation at the last pass of a point, in a trial in which these faults strike. */
async function situationAt(at: string, struck: readonly Struck[]) {
  const keys: unknown[] = [];
  const adversary = (point: FaultPoint) =>
    struck.find(([place, nth]) => place === point.at && nth === point.nth)?.[2];
  const plan = { input: plainOrder, seed: 1, decider: { kind: "adversary", adversary } } as const;
  const see = ({ key }: { readonly key: unknown }) => {
    keys.push(key);
    return "go on" as const;
  };
  const probe = await inMacrotask(() =>
    probeTrialNow(orderHardened as World, { ...plan, onlooker: { wants: () => true, see } }),
  );
  if (probe.kind !== "finished") throw new Error("nobody has halted it");
  return keys[probe.result.passed.findLastIndex((pass) => pass.at === at)];
}

const died: Struck = ["checkpoint SUCCEED capture-payment", 1, "client-error"];
const waiting = "reconciler > checkpoint START let-things-land";
const looking = "reconciler > checkpoint SUCCEED find-label";
const killed = (nth: number): Struck => [waiting, nth, "client-error"];

describe("the situation of a reconciler", () => {
  it("is the same however many have died before it, one after the other", async () => {
    const twice = await situationAt(looking, [died, killed(1), killed(2)]);

    expect(typeof twice).toBe("string");
    expect(twice).toBe(await situationAt(looking, [died, killed(1)]));
  });

  it("is not the same where none has died", async () => {
    expect(await situationAt(looking, [died, killed(1)])).not.toBe(
      await situationAt(looking, [died]),
    );
  });

  it("does not know what was asked for and never came", async () => {
    const asked: Struck = ["checkpoint START create-shipment", 1, "client-error"];

    expect(await situationAt(looking, [asked])).toBe(await situationAt(looking, [died]));
  });
});
