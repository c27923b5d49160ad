import { describe, expect, it } from "vitest";
import type { FinishedExecution } from "../invariants/invariant.ts";
import {
  type Parts,
  failing,
  input,
  other,
  run,
  told,
  underTest,
} from "./several-executions.test-support.ts";
import { durable, once } from "./simulated-function.test-support.ts";
import type { OtherExecution } from "./world.ts";

describe("others", () => {
  it("start after their delay, at once without one, and though the one under test has ended", async () => {
    const others = () => [
      other({ label: "late", afterMs: 90_000 }),
      other({ label: "soon", afterMs: 5 }),
      other({ label: "at-once" }),
    ];
    const { executions, invocations } = await run({ others });

    expect(told(executions)).toEqual([
      underTest,
      ["at-once", '"other at 0"'],
      ["soon", '"other at 5"'],
      ["late", '"other at 90000"'],
    ]);
    expect(invocations).toBe(4);
  });

  it("are made of the trial's input, and share the services of the one under test", async () => {
    const parcel: Parts["handler"] = ({ shipping: client }) =>
      durable(async (context, given) =>
        context.step("ship", async () => {
          await client.create(String(given), { street: "", city: "", zip: "" }, []);
        }),
      );
    const { ledgers } = await run({
      handler: parcel,
      others: (clients, given) => [other({ handler: parcel(clients), input: `not ${given}` })],
    });

    expect(ledgers.shipping.parcels.map(({ orderId }) => orderId)).toEqual(["first", "not first"]);
  });

  it("are given their input as JSON", async () => {
    const seen: unknown[] = [];
    const handler = durable(async (_context, given) => void seen.push(given));
    const { executions } = await run({
      others: () => [other({ handler, input: { day: new URL("http://day/"), none: undefined } })],
    });

    expect(seen).toEqual([{ day: "http://day/" }]);
    expect(executions[1]?.input).toEqual({ day: "http://day/" });
  });

  it("leave outcome, history and operations to the one under test", async () => {
    const { outcome, history, operations } = await run({
      others: () => [other({ handler: failing, afterMs: 1 })],
    });
    const alone = await run({});

    expect({ outcome, operations }).toEqual({
      outcome: alone.outcome,
      operations: alone.operations,
    });
    expect(history).toEqual(alone.history);
  });

  it("are told to invariants, each with its input and what became of it", async () => {
    const seen: (readonly FinishedExecution[])[] = [];
    const check = ({ executions }: { executions: readonly FinishedExecution[] }) => {
      seen.push(executions);
      return { message: "seen", witnesses: [] };
    };
    const { executions, verdict } = await run({
      others: () => [other({ handler: failing, input: [1] })],
      invariants: [{ name: "remembers-executions", check }],
    });

    expect(verdict).toBe("violated");
    expect(seen).toEqual([executions]);
    expect(executions).toMatchObject([
      { label: undefined, input, outcome: { status: "SUCCEEDED", result: '"first at 0"' } },
      { label: "other", input: [1], outcome: { status: "FAILED", error: { ErrorMessage: "no" } } },
    ]);
  });

  it("that have not ended when a bound is hit still run", async () => {
    const { executions, verdict } = await run({
      others: () => [other({ afterMs: 100 })],
      bounds: { maxInvocations: 1 },
    });

    expect(told(executions)).toEqual([underTest, ["other", "RUNNING"]]);
    expect(verdict).toBe("stuck");
  });

  it("have ARNs of their own, with their names if they have some", async () => {
    const handler = durable(async (context) =>
      context.executionContext.durableExecutionArn.split("/").slice(2),
    );
    const { executions } = await run({
      handler: () => handler,
      others: () => [other({ handler, name: "a-name" }), other({ handler })],
    });
    const id = (number: number) => `11111111-2222-4333-8444-00000000000${number}`;

    expect(told(executions).map(([, result]) => result)).toEqual([
      `["order","${id(1)}"]`,
      `["a-name","${id(2)}"]`,
      `["${id(3)}","${id(3)}"]`,
    ]);
  });

  it("have as much time as the one under test, from their own start", async () => {
    const slow = durable(async (context) => context.wait("rest", { seconds: 60 }));
    const { executions, trace } = await run({
      others: () => [other({ handler: slow, afterMs: 500 })],
      lambda: { executionTimeoutMs: 5_000 },
    });

    expect(told(executions)).toEqual([underTest, ["other", "TIMED_OUT"]]);
    expect(trace.at(-1)).toMatchObject({
      kind: "execution.ended",
      atMs: 5_500,
      execution: "other",
    });
  });
});

describe("a name", () => {
  const named = (label: string, more: Partial<OtherExecution> = {}) =>
    other({ label, name: "a-name", ...more });
  const labelsOf = async (others: readonly OtherExecution[]) =>
    told((await run({ others: () => others })).executions).map(([label]) => label);

  it("that is taken starts nothing, with the same input or another", async () => {
    expect(
      await labelsOf([named("one"), named("same"), named("another", { input: "another" })]),
    ).toEqual([undefined, "one"]);
  });

  it("is taken by whoever starts first, not by whoever is told first", async () => {
    expect(await labelsOf([named("late", { afterMs: 5 }), named("early")])).toEqual([
      undefined,
      "early",
    ]);
  });

  it("stays taken when its execution has ended", async () => {
    expect(await labelsOf([named("one"), named("late", { afterMs: 90_000 })])).toEqual([
      undefined,
      "one",
    ]);
  });

  it("may be the one of the execution under test, which has it", async () => {
    expect(await labelsOf([named("same-order", { name: "order" })])).toEqual([undefined]);
  });

  it("does not take another, nor what has none", async () => {
    const others = [named("one"), named("two", { name: "b-name" }), other(), other()];

    expect(await labelsOf(others)).toEqual([undefined, "one", "two", "other", "other"]);
  });
});

describe("the label of an execution", () => {
  it("begins the names of its fault points", async () => {
    const { passed } = await run({ others: () => [other({ label: "reconciler", afterMs: 100 })] });

    expect(passed.map(({ at, nth }) => `${at} ${nth}`)).toEqual([
      "execution start 1",
      "invocation start 1",
      "checkpoint SUCCEED look 1",
      "invocation end 1",
      "reconciler > invocation start 1",
      "reconciler > checkpoint SUCCEED look 1",
      "reconciler > invocation end 1",
    ]);
  });

  it("says whom a fault strikes", async () => {
    const { strikes, trace, executions } = await run(
      { others: () => [other({ label: "reconciler" })] },
      [once("reconciler > invocation start", "crash")],
    );
    const ends = trace.filter(({ kind }) => kind === "invocation.ended");

    expect(strikes).toMatchObject([{ at: "reconciler > invocation start", nth: 1 }]);
    expect(ends).toMatchObject([
      { invocation: 2, end: "crashed" },
      { invocation: 1, end: "succeeded" },
      { invocation: 3, end: "succeeded" },
    ]);
    expect(told(executions)[0]).toEqual(underTest);
  });

  it("tells its invocations, operations and end apart in the trace", async () => {
    const { trace } = await run({ others: () => [other({ afterMs: 100 })] });
    const events = trace.flatMap((event) => {
      if (event.kind === "operation.moved")
        return [`${event.id.split("/").length} ${event.status}`];
      return "execution" in event || event.kind.startsWith("execution.")
        ? [`${"execution" in event ? event.execution : undefined} ${event.kind}`]
        : [];
    });

    expect(events).toEqual([
      "undefined execution.started",
      "1 STARTED",
      "1 SUCCEEDED",
      "undefined execution.ended",
      "other invocation.started",
      "2 STARTED",
      "2 SUCCEEDED",
      "other execution.ended",
    ]);
  });
});
