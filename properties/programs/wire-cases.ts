import {
  type DurableExecutionInvocationInput,
  DurableExecutionInvocationInputWithClient,
  type DurableLambdaHandler,
  InvocationStatus,
  OperationAction,
  OperationType,
  type OperationUpdate,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import type { Target } from "./interpreter.ts";

/** A durable function that no program describes; fresh for every run. */
export interface WireCase {
  readonly handler: () => DurableLambdaHandler;
  readonly targets?: Readonly<Record<string, Target>>;
}

const stepStart: OperationUpdate = {
  Id: "step-1",
  Type: OperationType.STEP,
  SubType: "Step",
  Action: OperationAction.START,
};

const waitStart: OperationUpdate = {
  Id: "wait-1",
  Type: OperationType.WAIT,
  SubType: "Wait",
  Action: OperationAction.START,
  WaitOptions: { WaitSeconds: 1 },
};

/** By name, so that another process can be told which one to run. */
export function wireCaseOf(name: string): WireCase {
  const found = wireCases[name];
  if (found === undefined) throw new Error(`there is no wire case "${name}"`);
  return found;
}

const wireCases: Readonly<Record<string, WireCase>> = {
  "crashes once": { handler: crashingOnce },
  "spends a token twice": speaking(async ({ checkpoint, token }) => [
    await checkpoint([stepStart], token),
    await checkpoint([waitStart], token),
  ]),
  "sends a payload of 300,000 characters": speaking(async ({ checkpoint }) => [
    await checkpoint([
      { ...stepStart, Action: OperationAction.SUCCEED, Payload: "x".repeat(300_000) },
    ]),
  ]),
  "sends a name of 257 characters": speaking(async ({ checkpoint }) => [
    await checkpoint([{ ...stepStart, Name: "x".repeat(257) }]),
  ]),
  "sends a wait of no seconds": speaking(async ({ checkpoint }) => [
    await checkpoint([{ ...waitStart, WaitOptions: { WaitSeconds: 0 } }]),
  ]),
  "starts 3,001 operations": speaking(async ({ checkpoint }) => [
    await checkpoint(
      Array.from({ length: 3_001 }, (_, index) => ({ ...stepStart, Id: `step-${index}` })),
    ),
  ]),
  "changes the name of a step": speaking(async ({ checkpoint }) => [
    await checkpoint([{ ...stepStart, Name: "one" }]),
    await checkpoint([{ ...stepStart, Name: "other", Action: OperationAction.SUCCEED }]),
  ]),
  "starts a wait twice": speaking(async ({ checkpoint }) => [
    await checkpoint([waitStart]),
    await checkpoint([waitStart]),
  ]),
  "counts the operations it is given": { handler: countingOperations },
  "waits for nothing": { handler: () => async () => ({ Status: InvocationStatus.PENDING }) },
  "looks how much time is left": {
    handler: () =>
      withDurableExecution(async (_input: unknown, context) => {
        const before = context.lambdaContext.getRemainingTimeInMillis();
        await context.step(async () => {
          await new Promise((resolve) => {
            setTimeout(resolve, 50);
          });
        });
        return before - context.lambdaContext.getRemainingTimeInMillis() >= 50;
      }),
  },
  "goes on with an answer during a wait": {
    handler: () =>
      withDurableExecution(async (_input: unknown, context) => {
        const answer = context.invoke<unknown, string>("quick:1", null);
        const longWait = context.wait({ seconds: 2 });
        await Promise.all([
          answer.then(() => context.step("after the answer", stepBody)),
          longWait,
        ]);
      }),
    targets: { "quick:1": { plain: async () => "at once" } },
  },
  "waits for the shorter of two waits": {
    handler: () =>
      withDurableExecution(async (_input: unknown, context) => {
        const long = context.wait("long", { seconds: 3 });
        const short = context.wait("short", { seconds: 1 });
        await Promise.race([long, short]);
      }),
  },
  "succeeds in the second attempt": {
    handler: () =>
      withDurableExecution(async (_input: unknown, context) => {
        await context.step(
          async ({ attempt }) => {
            if (attempt === 1) throw new Error("boom");
          },
          { retryStrategy: () => ({ shouldRetry: true, delay: { seconds: 1 } }) },
        );
      }),
  },
  "invokes with an input": {
    handler: () =>
      withDurableExecution(
        async (_input: unknown, context) =>
          await context.invoke<unknown, string>("invocation", "quick:1", "in"),
      ),
    targets: { "quick:1": { plain: async () => "out" } },
  },
};

async function stepBody(): Promise<void> {}

/** Throws in the first invocation, and has nothing to complain about in the second one. */
function crashingOnce(): DurableLambdaHandler {
  let invocations = 0;
  return async () => {
    if (++invocations === 1) throw new Error("out of memory");
    return { Status: InvocationStatus.SUCCEEDED, Result: JSON.stringify(invocations) };
  };
}

/** Returns how many operations came with each invocation: one child context is over by the second. */
function countingOperations(): DurableLambdaHandler {
  const counts: number[] = [];
  const handler = withDurableExecution(async (_input: unknown, context) => {
    await context.runInChildContext(async (child) => await child.step(stepBody));
    await context.wait({ seconds: 1 });
    return counts;
  });
  return async (event, context) => {
    counts.push(event.InitialExecutionState.Operations.length);
    return await handler(event, context);
  };
}

interface Service {
  /** The token that came with the invocation. */
  readonly token: string;
  /** Sends updates, with the newest token by default; answers "accepted", or why they were refused. */
  readonly checkpoint: (updates: OperationUpdate[], token?: string) => Promise<string>;
}

/** A function that talks to the service itself, and returns what it was answered. */
function speaking(talk: (service: Service) => Promise<unknown>): WireCase {
  return {
    handler: () => async (event: DurableExecutionInvocationInput) => {
      if (!DurableExecutionInvocationInputWithClient.isInstance(event))
        throw new Error("no client");
      const { durableExecutionClient: client, DurableExecutionArn, CheckpointToken: token } = event;
      let newest = token;
      const checkpoint: Service["checkpoint"] = async (Updates, CheckpointToken = newest) => {
        try {
          const response = await client.checkpoint({
            DurableExecutionArn,
            CheckpointToken,
            Updates,
          });
          newest = response.CheckpointToken ?? newest;
          return "accepted";
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      };
      const answers = await talk({ token, checkpoint });
      return { Status: InvocationStatus.SUCCEEDED, Result: JSON.stringify(answers) };
    },
  };
}
