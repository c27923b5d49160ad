/*
 * The SDK on its own: nothing is stored, nothing can fail, every call is answered at once. What is
 * left is the time that any harness spends in the SDK's code.
 */
import nodeConsole from "node:console";
import { syncBuiltinESMExports } from "node:module";
import { answerLaps } from "./contestant.ts";

// Three consoles an invocation would take longer than all the rest.
class SilentConsole {
  debug(): void {}
  error(): void {}
  info(): void {}
  log(): void {}
  warn(): void {}
}

const { setImmediate: realSetImmediate, Date: RealDate } = globalThis;
const realNextTick: unknown = Reflect.get(process, "nextTick");
const now = performance.now.bind(performance);
const { _tickCallback: drain }: { _tickCallback: () => void } = Object(process);

const { DurableExecutionInvocationInputWithClient } = await import("@aws/durable-execution-sdk-js");
const { orderAsPublished } = await import("../../src/index.ts");
const { plainSaga } = await import("./plain-services.ts");

// The import above has put our sandbox in place, which the floor has to do without.
const immediates: (() => void)[] = [];
Error.stackTraceLimit = 0;
Object.assign(nodeConsole, { Console: SilentConsole });
Object.assign(process, { nextTick: realNextTick });
syncBuiltinESMExports();
Object.assign(globalThis, {
  Date: RealDate,
  setImmediate: (callback: () => void) => immediates.push(callback),
  setTimeout: () => ({}),
  clearTimeout: () => {},
});

const saga = plainSaga();
const answer = { CheckpointToken: "t", NewExecutionState: { Operations: [] } };
const client = {
  checkpoint: async () => answer,
  getExecutionState: async () => ({ Operations: [] }),
};
const input = {
  DurableExecutionArn: "arn",
  CheckpointToken: "t",
  InitialExecutionState: {
    Operations: [
      {
        Id: "execution",
        Type: "EXECUTION" as const,
        Status: "STARTED" as const,
        StartTimestamp: new Date(),
        ExecutionDetails: { InputPayload: JSON.stringify(orderAsPublished.examples[0]?.input) },
      },
    ],
    NextMarker: "",
  },
};
const context: Parameters<typeof saga>[1] = Object({
  awsRequestId: "request",
  getRemainingTimeInMillis: () => 0,
});

answerLaps(
  async (count) =>
    new Promise((resolve) => {
      realSetImmediate(() => {
        const start = now();
        for (let run = 0; run < count; run++) runOnce();
        resolve({ elapsedMs: now() - start, runs: count, invocations: count });
      });
    }),
);

function runOnce(): void {
  let status: string | undefined;
  const event = new DurableExecutionInvocationInputWithClient(input, client);
  void saga(event, context).then((output) => (status = output.Status));
  drain();
  for (let next = immediates.shift(); next !== undefined; next = immediates.shift()) {
    next();
    drain();
  }
  if (status !== "SUCCEEDED") throw new Error(`the saga ended ${status}`);
}
