import { setTimeout as callLater } from "node:timers";
import {
  scheduler,
  setImmediate as nextMacrotask,
  setInterval as beats,
} from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { FaultSchedule } from "../faults/schedule.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { crash } from "../lambda/lambda-context.ts";
import type { ShippingClient } from "../services/shipping.ts";
import { parcelWorld, parcelWorldWith } from "./parcel-world.test-support.ts";
import { runTrial, runTrialHopping, runTrialNow } from "./run-trial.ts";
import { shortenEndlessLoops } from "./short-endless-loops.test-support.ts";
import { type SimulatedRun, simulate } from "./simulate.ts";
import type { TrialResult } from "./trial.ts";

const input = { orderId: "o1", zip: "somewhere" };
const address = { street: "", city: "", zip: "somewhere" };

/** What a handler was given. */
interface Given {
  readonly context: DurableContext;
  readonly shipping: ShippingClient;
}

/** What a handler does with it, and makes of it. */
type Saga = (given: Given) => unknown;

/** What code under test holds on to. */
class Kept {
  readonly given: Given[] = [];
  readonly made: unknown[] = [];
}

const ship: Saga = ({ context, shipping }) =>
  context.step("ship", async () => shipping.create("o1", address, []));

const endless: Saga = async () => {
  for (;;) await Promise.resolve();
};

describe("code that outlives its trial", () => {
  shortenEndlessLoops();

  it.each<readonly [string, Saga]>([
    ["is dead", ship],
    ["lives on, as the trial was broken off", endless],
  ])("reaches nobody any more where its sandbox %s", async (_what, saga) => {
    const kept = new Kept();
    const { trace, ledgers, history } = await keeping(kept, [], saga);
    const before = structuredClone({ trace, ledgers, history });
    const answers: string[] = [];

    for (const { context, shipping } of kept.given) {
      void shipping.create("o2", address, []).then(() => answers.push("shipped"));
      void context.step("late", async () => "late").then(() => answers.push("stored"));
      expect(() => crash(context.lambdaContext)).toThrow("this sandbox has crashed");
    }
    await nextMacrotask();

    expect(kept.given).toHaveLength(1);
    expect(answers).toEqual([]);
    expect({ trace, ledgers, history }).toEqual(before);
  });
});

describe("a trial is not kept in memory by what code under test holds on to,", () => {
  shortenEndlessLoops();

  it.each<readonly [string, FaultSchedule, Saga]>([
    ["where it ended well", [], ship],
    ["where it crashed", [strike("checkpoint SUCCEED ship", "crash-after")], ship],
    ["where it waited for what never came", [strike("shipping.create", "stall")], ship],
    [
      "where it was frozen with something on its way",
      [strike("invocation end", "thaw")],
      ({ shipping }) => void shipping.create("o1", address, []),
    ],
    ["where it kept the processor", [], endless],
    ["such as a timer", [], () => callLater(() => {}, 1)],
    ["such as a pause that can be broken off", [], brokenOff],
    [
      "such as the beats of an interval",
      [],
      async () => {
        const interval = beats(10);
        await interval.next();
        return interval;
      },
    ],
    [
      "such as a way to format dates",
      [],
      () => Reflect.get(new Intl.DateTimeFormat("en"), "format"),
    ],
  ])("%s", async (_what, schedule, saga) => {
    const kept = new Kept();
    const trace = new WeakRef((await keeping(kept, schedule, saga)).trace);

    expect(await isCollected(trace)).toBe(true);
    expect(kept.given).not.toEqual([]);
  });

  it.each<readonly [string, typeof runTrialHopping]>([
    ["the slower driver", runTrialHopping],
    ["the driver of searches", async (world, plan) => inMacrotask(() => runTrialNow(world, plan))],
  ])("where %s ran it", async (_which, run) => {
    const kept = new Kept();
    const trace = new WeakRef((await runBy(run, kept)).trace);

    expect(await isCollected(trace)).toBe(true);
    expect(kept.given).not.toEqual([]);
  });

  it("such as the context of a function that was invoked", async () => {
    const kept: object[] = [];
    const trace = new WeakRef((await invoking(kept)).trace);

    expect(await isCollected(trace)).toBe(true);
    expect(kept).toMatchObject([{ functionName: "tax" }]);
  });
});

function strike(at: string, fault: FaultSchedule[number]["fault"]): FaultSchedule[number] {
  return { at, from: 1, times: 1, fault };
}

function brokenOff(): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  void scheduler.wait(10_000, { signal });
  return controller;
}

/** Runs a saga of which everything is held on to that it was given, and what it returned. */
async function keeping(kept: Kept, schedule: FaultSchedule, saga: Saga): Promise<TrialResult> {
  return runTrial(worldKeeping(kept, saga), { input, schedule, seed: 1 });
}

async function runBy(run: typeof runTrialHopping, kept: Kept): Promise<TrialResult> {
  const decider = { kind: "schedule", schedule: [] } as const;
  return run(worldKeeping(kept, ship), { input, seed: 1, decider });
}

function worldKeeping(kept: Kept, saga: Saga): typeof parcelWorld {
  return parcelWorldWith(async (context, _order, { shipping }) => {
    kept.given.push({ context, shipping });
    kept.made.push(await saga({ context, shipping }));
  });
}

async function invoking(kept: object[]): Promise<SimulatedRun> {
  const handler = withDurableExecution(async (_event: unknown, context) =>
    context.invoke("compute", "tax", {}),
  );
  const tax = { plain: (_event: unknown, context: object) => kept.push(context) };
  return simulate(handler, { input: {}, functions: { tax } });
}

async function isCollected(trace: WeakRef<object>): Promise<boolean> {
  // What is asked of the latest trace is remembered until there is another.
  await runTrial(parcelWorld, { input, schedule: [], seed: 1 });
  await nextMacrotask();
  setFlagsFromString("--expose-gc");
  const collectGarbage: unknown = runInNewContext("gc");
  if (typeof collectGarbage !== "function") throw new Error("this Node has no gc()");
  collectGarbage();
  return trace.deref() === undefined;
}
