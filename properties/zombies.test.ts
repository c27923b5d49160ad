import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Burst,
  type CallBoundary,
  type TraceEvent,
  defineWorld,
  faultsAt,
  runTrial,
} from "../src/index.ts";

describe("a crashed invocation", () => {
  it("runs no line of code any more, wherever it dies", async () => {
    const clean = await runTrial(world, { input: {}, schedule: [], seed: 1 });
    const crashes = clean.passed.flatMap(({ at, nth }) => crashesAt(at, nth));

    expect(clean.outcome.status).toBe("SUCCEEDED");
    expect(crashes.length).toBeGreaterThan(40);
    for (const crash of crashes) {
      const { trace, strikes } = await runTrial(world, { input: {}, schedule: [crash], seed: 1 });

      expect(strikes).toHaveLength(1);
      expect({ crash, zombies: zombieMarks(trace) }).toEqual({ crash, zombies: [] });
    }
  });

  it("would be seen if it did: its marks are all over a trace", async () => {
    const { trace } = await runTrial(world, { input: {}, schedule: [], seed: 1 });
    const marks = trace.filter((event) => event.kind === "log.written");
    const [first] = marks;
    const late = first === undefined ? trace : [...trace, first];

    expect(marks.length).toBeGreaterThan(50);
    expect(zombieMarks(trace)).toEqual([]);
    expect(zombieMarks(late)).toHaveLength(1);
  });
});

/** Everything that could outlive a careless crash; each line says whose it is. */
const restless = withDurableExecution(async (_input: object, context: DurableContext) => {
  // oxlint-disable-next-line no-console -- what code under test prints is in the trace
  const mark = () => console.log(context.lambdaContext.awsRequestId);
  const interval = setInterval(mark, 5);
  void keepBusy(mark);
  try {
    await context.parallel(
      "branches",
      [1, 2, 3].map((branch) => async (child: DurableContext) => {
        for (const round of [1, 2]) {
          mark();
          await child.step(`round ${round} of ${branch}`, () => work(mark, branch));
          mark();
        }
      }),
    );
    await context.runInChildContext("child", async (child) => {
      mark();
      await child.step("last", () => work(mark, 1));
    });
    await context.wait("rest", { seconds: 2 });
    mark();
  } finally {
    clearInterval(interval);
    mark();
  }
});

let desk: CallBoundary | undefined;

const world = defineWorld({
  name: "restless",
  handler: () => restless,
  input: fc.constant({}),
  inputSchema: z.object({}),
  examples: [{ name: "nothing", input: {} }],
  services: {
    desk: (_name, boundary) => {
      desk = boundary;
      return { client: undefined, ledger: undefined };
    },
  },
  invariants: [],
});

async function work(mark: () => void, branch: number): Promise<void> {
  const timeout = setTimeout(mark, 500);
  for (let turn = 0; turn < branch; turn++) {
    await Promise.resolve();
    mark();
  }
  try {
    await desk?.call("desk.ask", { branch }, () => ({ kind: "done", value: 1, what: "answered" }));
    mark();
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  } finally {
    clearTimeout(timeout);
    mark();
  }
}

async function keepBusy(mark: () => void): Promise<void> {
  for (let turn = 0; turn < 30; turn++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
      setTimeout(resolve, 7);
    });
    mark();
  }
}

function crashesAt(at: string, from: number): readonly Burst[] {
  const crashes = faultsAt(at).filter((fault) => fault.startsWith("crash") || fault === "stall");
  return crashes.map((fault) => ({ at, from, times: 1, fault }));
}

/** Marks that an invocation left after it had ended, or after the fault that killed it. */
function zombieMarks(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  let running = 0;
  return trace.filter((event) => {
    if (event.kind === "invocation.started") running = event.invocation;
    if (event.kind === "invocation.ended" || isDeadly(event)) running = 0;
    return event.kind === "log.written" && invocationOf(event.text) !== running;
  });
}

/** Of all crashes this one alone leaves the sandbox time to see something first. */
function isDeadly(event: TraceEvent): boolean {
  return event.kind === "fault.struck" && event.fault !== "crash-on-reply";
}

function invocationOf(requestId: string): number {
  return Number(requestId.slice(-12));
}
