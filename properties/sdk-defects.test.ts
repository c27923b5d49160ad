import {
  DurableExecutionInvocationInputWithClient,
  type DurableLambdaHandler,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { type Burst, type Fault, awsLimits, simulate } from "../src/index.ts";
import { durable, eventsOf, pause, storyOf, unrecoverable } from "./story-of.ts";

// Defects of SDK 2.4.0 in what it does with answers of the service; the others are in
// sdk-defects-suspension.test.ts. A newer SDK that fails a test here has mended something: each
// test says what it would show then.

describe("defect 1: a checkpoint token that is taken for spent", () => {
  const handler = durable(async (context) => {
    await context.step("charge", async () => "paid");
    await context.wait("rest", { seconds: 1 });
    return "done";
  });
  const faults = [once("checkpoint SUCCEED charge", "stale-token")];

  it("fails the execution, because the SDK looks for AWS's words in other letters", async () => {
    const run = await simulate(handler, { faults });

    // Mended: the story of the next test.
    expect(run.status).toBe("FAILED");
    expect(run.error).toEqual({
      ErrorType: unrecoverable,
      ErrorMessage: "[Unrecoverable Execution] Checkpoint failed: Invalid checkpoint token",
    });
    expect(storyOf(run)).toEqual([
      "0 invocation 1",
      "10 applied SUCCEED charge",
      "10 refused SUCCEED charge: 400 Invalid checkpoint token",
      `10 invocation 1 failed: ${unrecoverable}`,
    ]);
    expect(eventsOf(run)).toEqual([
      "ExecutionStarted",
      "StepStarted charge",
      "StepSucceeded charge",
      "InvocationCompleted",
      "ExecutionFailed",
    ]);
  });

  it("costs an invocation and no more, where the service has the letters of the SDK", async () => {
    const settings = { staleTokenMessage: "as-sdk-expects" } as const;
    const run = await simulate(handler, { faults, settings });

    expect(run).toMatchObject({ status: "SUCCEEDED", result: "done", invocations: 3 });
    expect(storyOf(run).slice(0, 5)).toEqual([
      "0 invocation 1",
      "10 applied SUCCEED charge",
      "10 refused SUCCEED charge: 400 Invalid Checkpoint Token",
      "10 invocation 1 threw: CheckpointUnrecoverableInvocationError",
      "10 invocation 2",
    ]);
  });
});

describe("defect 2: the end of a child context that is not stored", () => {
  const succeeds = durable(async (context) =>
    context.runInChildContext("child", async (child) => child.step("work", async () => 1)),
  );
  const fails = durable(async (context) =>
    context
      .runInChildContext("child", async (child) => {
        await child.step("work", async () => 1);
        throw new Error("no");
      })
      .catch(() => "caught"),
  );

  it.each([
    ["SUCCEED", "client-error", succeeds, 1],
    ["SUCCEED", "server-error", succeeds, 1],
    ["FAIL", "client-error", fails, "caught"],
    ["FAIL", "server-error", fails, "caught"],
  ] as const)("leaves %s lost to a %s, and the execution SUCCEEDED", async (...row) => {
    const [action, fault, handler, result] = row;
    const at = `checkpoint ${action} child`;
    const run = await simulate(handler, { faults: [once(at, fault)] });

    // Mended: a server error makes the service invoke again, a client error fails the execution.
    expect(run.strikes).toHaveLength(1);
    expect(run).toMatchObject({ status: "SUCCEEDED", result, invocations: 1, error: undefined });
    expect(storyOf(run).at(-1)).toMatch(/^\d+ invocation 1 succeeded$/);
    expect(run.operations[1]).toMatchObject({ Name: "child", Status: "STARTED" });
    expect(eventsOf(run)).not.toContain("ContextSucceeded child");
    expect(eventsOf(run)).not.toContain("ContextFailed child");
  });

  it("is noticed while the function still runs, even for a moment", async () => {
    const handler = durable(async (context) => {
      await context.runInChildContext("child", async (child) => child.step("work", async () => 1));
      await pause(50);
      return "done";
    });
    const faults = [once("checkpoint SUCCEED child", "server-error")];
    const run = await simulate(handler, { faults });

    expect(run).toMatchObject({ status: "SUCCEEDED", result: "done", invocations: 2 });
    expect(run.operations[1]).toMatchObject({ Name: "child", Status: "SUCCEEDED" });
  });
});

describe("defect 3: an answer without a checkpoint token", () => {
  const handler = durable(async (context) => {
    await context.step("charge", async () => "paid");
    await context.step("ship", async () => "sent");
    return "done";
  });

  it("makes the SDK use its spent token again, which fails the execution", async () => {
    const { handler: cutOff, sent } = withoutToken(handler, 1);
    const run = await simulate(cutOff);

    // Mended: the invocation ends as PENDING or throws, and the next one ships.
    expect(sent).toHaveLength(2);
    expect(sent[1]).toBe(sent[0]);
    expect(run.error?.ErrorType).toBe(unrecoverable);
    expect(storyOf(run)).toEqual([
      "0 invocation 1",
      "10 applied SUCCEED charge",
      "20 refused SUCCEED ship: 400 Invalid checkpoint token",
      `20 invocation 1 failed: ${unrecoverable}`,
    ]);
  });

  it("is what does it: with a token in every answer no token is used twice", async () => {
    const { handler: whole, sent } = withoutToken(handler, Infinity);
    const run = await simulate(whole);

    expect(run).toMatchObject({ status: "SUCCEEDED", result: "done", invocations: 1 });
    expect(new Set(sent).size).toBe(2);
  });
});

describe("defect 6: a large result that is not stored", () => {
  const handler = durable(async (context) => {
    await context.step("work", async () => 1);
    // Too long for a response, and just short enough for a checkpoint.
    return "x".repeat(awsLimits.maxResultBytes - 48);
  });

  it.each(["client-error", "server-error"] as const)(
    "hangs after a %s until the time limit of the function",
    async (fault) => {
      const clean = await simulate(handler);
      expect(clean).toMatchObject({ status: "SUCCEEDED", invocations: 1 });
      const at = clean.passed.findLast((point) => point.at.startsWith("checkpoint "))?.at ?? "";

      const run = await simulate(handler, { faults: [once(at, fault)] });

      // Mended: the first invocation ends at once, after 20 ms, by throwing or by failing.
      expect(run.strikes).toHaveLength(1);
      expect(run).toMatchObject({ status: "SUCCEEDED", result: clean.result, invocations: 2 });
      const story = storyOf(run).filter((line) => line.includes("invocation"));
      expect(story).toEqual([
        "0 invocation 1",
        "900000 invocation 1 timed-out: Sandbox.Timedout",
        "900000 invocation 2",
        "900010 invocation 2 succeeded",
      ]);
    },
  );
});

describe("defect 8: names and durations that AWS does not know", () => {
  const waitFor = (name: string, seconds: number) =>
    durable(async (context) => {
      await context.step("charge", async () => "paid");
      return context.wait(name, { seconds }).then(
        () => "done",
        () => "caught",
      );
    });

  it.each([
    ["a wait of 0 s", "rest", 0, "waitOptions.waitSeconds"],
    ["a wait of 0.4 s", "rest", 0.4, "waitOptions.waitSeconds"],
    ["a wait of -1 s", "rest", -1, "waitOptions.waitSeconds"],
    ["an empty name", "", 1, "name"],
    ["a name with an umlaut", "übermitteln", 1, "name"],
    ["a name of 257 characters", "n".repeat(257), 1, "name"],
  ])("fail the execution while it runs: %s", async (_what, name, seconds, member) => {
    const run = await simulate(waitFor(name, seconds));

    // Mended: the SDK throws where the operation is called, and the handler can catch that.
    expect(run).toMatchObject({ status: "FAILED", invocations: 1 });
    expect(run.error?.ErrorType).toBe(unrecoverable);
    expect(run.error?.ErrorMessage).toContain(`at 'updates.1.member.${member}' failed to satisfy`);
    expect(eventsOf(run).slice(1)).toEqual([
      "StepStarted charge",
      "StepSucceeded charge",
      "InvocationCompleted",
      "ExecutionFailed",
    ]);
  });

  it("do no harm within AWS's ranges, and a lenient service takes any duration", async () => {
    const settings = { limits: { ...awsLimits, strictRanges: false } };

    expect(await simulate(waitFor("rest", 1))).toMatchObject({ result: "done", invocations: 2 });
    // It never suspends for such a wait.
    expect(await simulate(waitFor("rest", 0), { settings })).toMatchObject({
      result: "done",
      invocations: 1,
    });
  });
});

function once(at: string, fault: Fault): Burst {
  return { at, from: 1, times: 1, fault };
}

/** Takes the token out of the nth answer to a checkpoint of each invocation, and tells which were sent. */
function withoutToken(
  handler: DurableLambdaHandler,
  nth: number,
): { readonly handler: DurableLambdaHandler; readonly sent: readonly string[] } {
  const sent: string[] = [];
  return {
    sent,
    handler: (event, lambdaContext) => {
      const { durableExecutionClient: client } = event as DurableExecutionInvocationInputWithClient;
      let answers = 0;
      const cutOff: typeof client = {
        getExecutionState: (request, logger) => client.getExecutionState(request, logger),
        checkpoint: async (request, logger) => {
          sent.push(request.CheckpointToken ?? "");
          const answer = await client.checkpoint(request, logger);
          answers++;
          return answers === nth ? { ...answer, CheckpointToken: undefined } : answer;
        },
      };
      return handler(new DurableExecutionInvocationInputWithClient(event, cutOff), lambdaContext);
    },
  };
}
