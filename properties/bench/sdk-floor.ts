/*
 * The SDK on its own: nothing is stored, nothing can fail, every call is answered at once. What is
 * left is the time that any harness spends in the SDK's code: `node sdk-floor.ts [steps]`, the order
 * saga unless a number of steps is given.
 */
import nodeConsole from "node:console";
import { syncBuiltinESMExports } from "node:module";
import {
  type CheckpointDurableExecutionRequest,
  DurableExecutionInvocationInputWithClient,
} from "@aws/durable-execution-sdk-js";
import { answerLaps } from "./contestant.ts";
import { plainOrder, plainSaga } from "./plain-services.ts";
import { stepsInARow } from "./steps.ts";

// Three consoles an invocation would take longer than all the rest.
class SilentConsole {
  debug(): void {}
  error(): void {}
  info(): void {}
  log(): void {}
  warn(): void {}
}

const { setImmediate: realSetImmediate } = globalThis;
const now = performance.now.bind(performance);
const { _tickCallback: drain }: { _tickCallback: () => void } = Object(process);

const immediates: (() => void)[] = [];
Error.stackTraceLimit = 0;
Object.assign(nodeConsole, { Console: SilentConsole });
syncBuiltinESMExports();
Object.assign(globalThis, {
  setImmediate: (callback: () => void) => immediates.push(callback),
  setTimeout: () => ({}),
  clearTimeout: () => {},
});

const [steps = ""] = process.argv.slice(2);
const saga = steps === "" ? plainSaga() : stepsInARow(Number(steps));
const answer = { CheckpointToken: "t", NewExecutionState: { Operations: [] } };
const client = {
  // The saga is not told of its own steps, which nobody can do with less; what is told of grows.
  checkpoint: async (request: CheckpointDurableExecutionRequest) =>
    steps === "" ? answer : echo(request),
  getExecutionState: async () => ({ Operations: [] }),
};
const startedAt = new Date();
const input = {
  DurableExecutionArn: "arn",
  CheckpointToken: "t",
  InitialExecutionState: {
    Operations: [
      {
        Id: "execution",
        Type: "EXECUTION" as const,
        Status: "STARTED" as const,
        StartTimestamp: startedAt,
        ExecutionDetails: { InputPayload: JSON.stringify(plainOrder) },
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

function echo({ Updates = [] }: CheckpointDurableExecutionRequest) {
  const Operations = Updates.filter(({ Action }) => Action === "SUCCEED").map(
    ({ Id, Name, Type, SubType, Payload: Result }) => ({
      Id,
      Name,
      Type,
      SubType,
      Status: "SUCCEEDED" as const,
      StartTimestamp: startedAt,
      StepDetails: { Attempt: 1, Result },
    }),
  );
  return { CheckpointToken: "t", NewExecutionState: { Operations } };
}

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
