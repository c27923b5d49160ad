import { setTimeout as callLater } from "node:timers";
import { setImmediate as nextMacrotask } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { FaultSchedule } from "../faults/schedule.ts";
import { crash } from "../lambda/lambda-context.ts";
import type { ShippingClient } from "../services/shipping.ts";
import { parcelWorld, parcelWorldWith } from "./parcel-world.test-support.ts";
import { runTrial } from "./run-trial.ts";
import { type SimulatedRun, simulate } from "./simulate.ts";
import type { TrialResult } from "./trial.ts";

const input = { orderId: "o1", zip: "somewhere" };
const address = { street: "", city: "", zip: "somewhere" };

/** What a handler was given. */
interface Kept {
  readonly context: DurableContext;
  readonly shipping: ShippingClient;
  readonly timer: NodeJS.Timeout;
}

describe("code that outlives its trial", () => {
  it("reaches nobody: no service, no checkpoint, no process to kill", async () => {
    const kept: Kept[] = [];
    const { trace, ledgers, history } = await keeping(kept, []);
    const before = structuredClone({ trace, ledgers, history });
    const answers: string[] = [];

    for (const { context, shipping } of kept) {
      void shipping.create("o2", address, []).then(() => answers.push("shipped"));
      void context.step("late", async () => "late").then(() => answers.push("stored"));
      expect(() => crash(context.lambdaContext)).toThrow("this sandbox has crashed");
    }
    await nextMacrotask();

    expect(kept).toHaveLength(1);
    expect(answers).toEqual([]);
    expect({ trace, ledgers, history }).toEqual(before);
  });

  it.each<readonly [string, FaultSchedule]>([
    ["ended well", []],
    ["crashed", [{ at: "checkpoint SUCCEED ship", from: 1, times: 1, fault: "crash-after" }]],
    ["waited for what never came", [{ at: "shipping.create", from: 1, times: 1, fault: "stall" }]],
  ])("does not keep it in memory, where a sandbox has %s", async (_what, schedule) => {
    const kept: Kept[] = [];
    const trace = new WeakRef((await keeping(kept, schedule)).trace);
    // What is asked of the latest trace is remembered until there is another.
    await runTrial(parcelWorld, { input, schedule: [], seed: 1 });
    await nextMacrotask();

    collectGarbage();

    expect(trace.deref()).toBeUndefined();
    expect(kept.map(({ context }) => context.lambdaContext.functionName)).toContain("function");
  });

  it("does not keep it in memory by the context of a function that it invoked", async () => {
    const kept: object[] = [];
    const trace = new WeakRef((await invoking(kept)).trace);
    await nextMacrotask();

    collectGarbage();

    expect(trace.deref()).toBeUndefined();
    expect(kept).toMatchObject([{ functionName: "tax" }]);
  });
});

async function invoking(kept: object[]): Promise<SimulatedRun> {
  const handler = withDurableExecution(async (_event: unknown, context) =>
    context.invoke("compute", "tax", {}),
  );
  const tax = { plain: (_event: unknown, context: object) => kept.push(context) };
  return simulate(handler, { input: {}, functions: { tax } });
}

/** Runs a saga that hands out what it was given. */
async function keeping(kept: Kept[], schedule: FaultSchedule): Promise<TrialResult> {
  const world = parcelWorldWith(async (context, { orderId }, { shipping }) => {
    kept.push({ context, shipping, timer: callLater(() => {}, 1) });
    await context.step("ship", async () => shipping.create(orderId, address, []));
  });
  return runTrial(world, { input, schedule, seed: 1 });
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("this Node has no gc()");
  collect();
}
