import { describe, expect, it } from "vitest";
import type { FinishedExecution } from "../invariants/invariant.ts";
import { runTrial, runTrialHopping } from "./run-trial.ts";
import {
  type Parts,
  clock,
  failing,
  input,
  other,
  run,
  told,
  underTest,
  worldOf,
} from "./several-executions.test-support.ts";
import { simulate } from "./simulate.ts";
import { usualEpochMs } from "./simulation.ts";
import { durable, once } from "./simulated-function.test-support.ts";
import { traceHash } from "./trial.ts";

/** Each execution that does not succeed is followed by a reconciler, as in `order-hardened`. */
const reconciled: NonNullable<Parts["onEnded"]> = (_clients, { label, outcome }) =>
  outcome.status === "SUCCEEDED"
    ? []
    : [
        label === "reconciler"
          ? other({ label: "last", input: "last" })
          : other({ label: "reconciler", handler: failing, afterMs: 100 }),
      ];

describe("an execution that has ended", () => {
  const followedBy = async (handler: typeof failing) =>
    run({
      onEnded: (_clients, { label }) =>
        label === undefined ? [other({ label: "reconciler", handler })] : [],
    });

  it("is looked after once what followed it has come to its end", async () => {
    const fine = durable(async () => "done");

    expect((await followedBy(fine)).isLookedAfter).toBe(true);
    expect((await followedBy(failing)).isLookedAfter).toBe(false);
  });

  it("is not looked after by one that was started beside it", async () => {
    expect((await run({ others: () => [other()] })).isLookedAfter).toBe(false);
  });
});

describe("the end of an execution", () => {
  it("is told with label, input, outcome and beginning, of all that there are", async () => {
    const ended: FinishedExecution[] = [];
    const startedMs: number[] = [];
    const slow = durable(async (context) => context.wait("rest", { seconds: 60 }));
    const { executions } = await run({
      others: () => [
        other({ label: "fails", handler: failing, input: { a: [1] }, afterMs: 100 }),
        other({ label: "slow", handler: slow, afterMs: 200 }),
      ],
      onEnded: (_clients, { startedMs: began, ...execution }) => {
        ended.push(execution);
        startedMs.push(began - usualEpochMs);
        return [];
      },
      lambda: { executionTimeoutMs: 5_000 },
    });

    expect(ended).toMatchObject([
      { label: undefined, input, outcome: { status: "SUCCEEDED", result: '"first at 0"' } },
      { label: "fails", input: { a: [1] }, outcome: { status: "FAILED" } },
      { label: "slow", input: "other", outcome: { status: "TIMED_OUT" } },
    ]);
    expect(ended).toEqual(executions);
    expect(startedMs).toEqual([0, 100, 200]);
  });

  it("starts others after their delay from then, and what they start in turn", async () => {
    const { executions } = await run({ handler: () => failing, onEnded: reconciled });

    expect(told(executions)).toEqual([
      [undefined, "FAILED"],
      ["reconciler", "FAILED"],
      ["last", '"last at 100"'],
    ]);
  });

  it("starts nothing where nobody says so", async () => {
    expect(told((await run({ onEnded: reconciled })).executions)).toEqual([underTest]);
  });

  it("starts nothing under a name that is taken", async () => {
    const { executions } = await run({
      others: () => [other({ afterMs: 100 })],
      onEnded: () => [other({ label: "once", name: "only-one" })],
    });

    expect(told(executions)).toEqual([
      underTest,
      ["once", '"other at 10"'],
      ["other", '"other at 100"'],
    ]);
  });

  it("has others made with the clients of the services", async () => {
    const { ledgers } = await run({
      onEnded: ({ shipping }, { label, input: given }) =>
        label === undefined
          ? [
              other({
                handler: durable(async (context, orderId) =>
                  context.step("ship", async () => {
                    await shipping.create(String(orderId), { street: "", city: "", zip: "" }, []);
                  }),
                ),
                input: `after ${String(given)}`,
              }),
            ]
          : [],
    });

    expect(ledgers.shipping.parcels).toMatchObject([{ orderId: "after first" }]);
  });

  it("starts others without end only until a bound of the trial is hit", async () => {
    const { cut, verdict, executions } = await run({
      onEnded: () => [other()],
      bounds: { maxInvocations: 20 },
    });

    expect({ cut, verdict }).toEqual({
      cut: { kind: "bound", bound: "maxInvocations", limit: 20 },
      verdict: "stuck",
    });
    expect(executions).toHaveLength(21);
    expect(told(executions).at(-1)).toEqual(["other", "RUNNING"]);
  });

  it("is told once, though a fault starts the execution under test twice: its name is taken", async () => {
    const starts: (string | undefined)[] = [];
    const onEnded: Parts["onEnded"] = (_clients, { label }) => {
      starts.push(label);
      return [];
    };
    const { strikes, invocations } = await run({ onEnded }, [once("execution start", "duplicate")]);

    expect(strikes).toHaveLength(1);
    expect({ starts, invocations }).toEqual({ starts: [undefined], invocations: 1 });
  });

  it("is not of a second execution that a fault has started where there is no name", async () => {
    const faults = [once("execution start", "duplicate")];
    const { executions, trace } = await simulate(clock, { faults });

    expect(executions.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(trace.filter(({ kind }) => kind === "execution.ended")).toHaveLength(1);
  });

  it("in a crash is none: it is told when the execution has ended", async () => {
    const ended: string[] = [];
    const { invocations } = await run(
      {
        onEnded: (_clients, { outcome }) => {
          ended.push(outcome.status);
          return [];
        },
      },
      [once("invocation start", "crash")],
    );

    expect({ ended, invocations }).toEqual({ ended: ["SUCCEEDED"], invocations: 2 });
  });
});

describe("a trial of several executions", () => {
  const parts: Parts = {
    handler: () => failing,
    others: () => [other({ afterMs: 3 }), other({ label: "second", handler: clock, afterMs: 4 })],
    onEnded: reconciled,
  };
  const schedule = [
    once("other > invocation start", "crash"),
    once("reconciler > invocation end", "crash"),
  ];
  const hashOf = async (seed: number) =>
    traceHash(await runTrial(worldOf(parts), { input, schedule, seed }));

  it("is the same, byte for byte, when it is run again", async () => {
    const { strikes } = await run(parts, schedule);

    expect(strikes).toHaveLength(2);
    expect(await hashOf(1)).toBe(await hashOf(1));
  });

  // Vitest's own code runs in between, and a timer that it starts just then looks like real I/O.
  it("is the same with the driver for a Node that cannot drain", { retry: 2 }, async () => {
    const decider = { kind: "schedule", schedule } as const;
    const hopped = await runTrialHopping(worldOf(parts), { input, seed: 1, decider });

    expect(traceHash(hopped)).toBe(await hashOf(1));
  });

  it("begins afresh, with every name free, when its world is run again", async () => {
    const world = worldOf({ others: () => [other({ name: "a-name" })] });
    const plan = { input, schedule: [], seed: 1 };

    expect(told((await runTrial(world, plan)).executions)).toHaveLength(2);
    expect(told((await runTrial(world, plan)).executions)).toHaveLength(2);
  });
});
