import { describe, expect, it } from "vitest";
import type { CheckpointFault } from "../faults/fault.ts";
import { type Run, rejectionsOf, resultOf, runFunction } from "./durable-function.test-support.ts";
import type { LambdaService } from "./service.ts";
import { stepUpdate } from "./updates.test-support.ts";
import { runOnWire, succeeded } from "./wire-function.test-support.ts";

const strike = (at: string, fault: CheckpointFault) => ({ at, from: 1, times: 1, fault }) as const;

describe("a checkpoint that gets lost", () => {
  it("on its way to the service has changed nothing: all is done again", async () => {
    const { run, runs } = await runStep("lose-request");

    expect(run.ends).toEqual(["threw", "succeeded"]);
    expect(run.errors[0]?.ErrorType).toBe("CheckpointUnrecoverableInvocationError");
    expect(runs).toBe(2);
    expect(resultOf(run)).toBe(2);
  });

  it("on its way back has changed all: it is not done again", async () => {
    const { run, runs } = await runStep("lose-reply");

    expect(run.ends).toEqual(["threw", "succeeded"]);
    expect(runs).toBe(1);
    expect(resultOf(run)).toBe(1);
  });

  it.each(["lose-request", "lose-reply"] as const)(
    "is an error without a status to its caller: %s",
    async (fault) => {
      const { run } = await runStep(fault);

      expect(run.trace.find(({ kind }) => kind === "checkpoint.rejected")).toMatchObject({
        at: "checkpoint SUCCEED work",
        httpStatus: undefined,
        message: "socket hang up",
      });
    },
  );

  it("but is repeated by the client is applied once, and answered a latency later", async () => {
    const { run, runs } = await runStep("repeat");

    expect(run.ends).toEqual(["succeeded"]);
    expect(runs).toBe(1);
    expect(run.endedAtMs).toBe(20);
    expect(rejectionsOf(run)).toEqual([]);
    expect(run.history.filter((type) => type === "StepSucceeded")).toHaveLength(1);
  });

  it("and is repeated goes on with the token of the first answer", async () => {
    const run = await runFunction(
      async (context) => [
        await context.step("work", async () => 1),
        await context.step("more", async () => 2),
      ],
      { faults: [strike("checkpoint SUCCEED work", "repeat")] },
    );

    expect(resultOf(run)).toEqual([1, 2]);
    expect(run.ends).toEqual(["succeeded"]);
  });
});

describe("a checkpoint that is repeated", () => {
  it("when a newer invocation runs is refused, though it was applied", async () => {
    const answers: string[] = [];

    const run = await runOnWire(
      async ({ checkpoint }, { invocation, sleep }) => {
        if (invocation > 1) {
          await sleep(100);
          return succeeded;
        }
        const first = checkpoint(stepUpdate("START"));
        await sleep(5);
        await checkpoint(stepUpdate("START", { Id: "b", Name: "ship" })).catch(() => {});
        await first.catch((error: Error) => answers.push(error.message));
        return succeeded;
      },
      {
        faults: [
          strike("checkpoint START pay", "repeat"),
          strike("checkpoint START ship", "zombie"),
        ],
      },
    );

    expect(run.startsMs).toEqual([0, 15]);
    expect(answers).toEqual(["Invalid checkpoint token"]);
    expect(run.operations.map(({ Id }) => Id).slice(1)).toEqual(["a"]);
  });
});

describe("the error of a checkpoint", () => {
  it.each<[CheckpointFault, string]>([
    ["throttle", "TooManyRequestsException Rate exceeded 429"],
    ["server-error", "ServiceException Service unavailable 500"],
    ["client-error", "InvalidParameterValueException Rejected by an injected fault 400"],
    ["stale-token", "InvalidParameterValueException Invalid checkpoint token 400"],
    ["lose-request", "TimeoutError socket hang up undefined"],
  ])("is what the AWS client throws: %s", async (fault, expected) => {
    const thrown: string[] = [];

    await runOnWire(
      async ({ checkpoint }) => {
        await checkpoint(stepUpdate("START")).catch((error: Error) => {
          const { httpStatusCode } = Object(Reflect.get(error, "$metadata"));
          thrown.push(`${error.name} ${error.message} ${httpStatusCode}`);
        });
        return succeeded;
      },
      { faults: [strike("checkpoint START pay", fault)] },
    );

    expect(thrown).toEqual([expected]);
  });

  it.each<[CheckpointFault, number]>([
    ["throttle", 0],
    ["server-error", 0],
    ["client-error", 0],
    ["lose-request", 0],
    ["stale-token", 1],
    ["lose-reply", 1],
  ])("does not tell whether it was applied: %s", async (fault, steps) => {
    const run = await runOnWire(
      async ({ checkpoint }) => {
        await checkpoint(stepUpdate("START")).catch(() => {});
        return succeeded;
      },
      { faults: [strike("checkpoint START pay", fault)] },
    );

    expect(run.operations.slice(1)).toHaveLength(steps);
  });
});

describe("a token", () => {
  it("that is said to be stale, though the batch was applied, fails the execution", async () => {
    const { run, runs } = await runStep("stale-token");

    expect(run.ends).toEqual(["failed"]);
    expect(runs).toBe(1);
    expect(run.operations[1]?.Status).toBe("SUCCEEDED");
  });

  it("may be missing from an answer, after which the next call is refused", async () => {
    const run = await runFunction(
      async (context) => {
        await context.step("work", async () => 1);
        await context.step("more", async () => 2);
      },
      { faults: [strike("checkpoint SUCCEED work", "no-token")] },
    );

    expect(rejectionsOf(run)).toEqual(["Invalid checkpoint token"]);
    expect(run.outcome.status).toBe("FAILED");
  });

  it("may be missing from the last answer, which nobody notices", async () => {
    const { run } = await runStep("no-token");

    expect(run.ends).toEqual(["succeeded"]);
  });
});

describe("a sandbox that dies as it hears the answer", () => {
  it("may still run on for this burst, but says nothing any more", async () => {
    const ran: string[] = [];

    const run = await runFunction(
      async (context, { invocation, sleep }) => {
        await context.step("work", async () => 1);
        ran.push(`after the step in ${invocation}`);
        await sleep(1);
        ran.push(`later in ${invocation}`);
      },
      { faults: [strike("checkpoint SUCCEED work", "crash-on-reply")] },
    );

    expect(run.ends).toEqual(["crashed", "succeeded"]);
    expect(ran).toEqual(["after the step in 1", "after the step in 2", "later in 2"]);
  });

  it("is alive until then, and can still call the services of the world", async () => {
    const alive: unknown[] = [];
    const services: LambdaService[] = [];

    await runFunction(
      async (context) => {
        await context.step("work", async () => 1);
        alive.push(services[0]?.sandbox?.label);
      },
      {
        faults: [strike("checkpoint SUCCEED work", "crash-on-reply")],
        world: (_loop, service) => services.push(service),
      },
    );

    expect(alive).toEqual(["invocation 1", "invocation 2"]);
  });

  it("loses the answer that it would have given at once", async () => {
    const { run, runs } = await runStep("crash-on-reply");

    expect(run.ends).toEqual(["crashed", "succeeded"]);
    expect(runs).toBe(1);
  });
});

/** A step whose result the fault strikes on its way to the service. */
async function runStep(fault: CheckpointFault): Promise<{ run: Run; runs: number }> {
  let runs = 0;
  const run = await runFunction(async (context) => context.step("work", async () => ++runs), {
    faults: [strike("checkpoint SUCCEED work", fault)],
  });
  return { run, runs };
}
