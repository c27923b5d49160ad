import {
  type DurableExecutionInvocationInput,
  DurableExecutionInvocationInputWithClient,
  type DurableLambdaHandler,
  InvocationStatus,
  type WireOperation,
} from "@aws/durable-execution-sdk-js";
import type { Tether } from "../kernel/tether.ts";
import { type DurableApi, createClient } from "./client.ts";
import type { LambdaContext, PlainFunction } from "./functions.ts";
import { type Invocation, wireErrorOf } from "./invocation.ts";
import type { Operation } from "./operation.ts";
import type { LambdaSettings } from "./settings.ts";
import type { StatePage } from "./state-page.ts";

/** What a durable handler is started with. */
export interface DurableStart {
  readonly api: DurableApi;
  /** What the SDK holds on to of it. */
  readonly tether: Tether<DurableApi>;
  readonly handler: DurableLambdaHandler;
  readonly context: LambdaContext;
  readonly token: string;
  readonly page: StatePage;
  readonly updatedOperationIds: readonly string[];
}

/** Lets a sandbox run a durable handler up to its first wait. */
export function runDurable(invocation: Invocation, start: DurableStart): void {
  const { api, tether, handler, context, token, page, updatedOperationIds } = start;
  const { eventTimestamps } = api.environment.settings;
  const input: DurableExecutionInvocationInput = {
    DurableExecutionArn: api.execution.arn,
    CheckpointToken: token,
    InitialExecutionState: {
      Operations: page.operations.map((operation) => inEvent(operation, eventTimestamps)),
      NextMarker: page.nextMarker ?? "",
    },
  };
  const client = createClient(tether, invocation);
  const event = new DurableExecutionInvocationInputWithClient(input, client);
  Object.assign(event, { UpdatedOperationIds: updatedOperationIds });
  settle(invocation, () => handler(event, context));
}

/** Lets a sandbox run an ordinary function up to its first wait. */
export function runPlain(
  invocation: Invocation,
  plain: PlainFunction,
  start: { readonly payload: string | undefined; readonly context: LambdaContext },
): void {
  const { payload, context } = start;
  settle(invocation, async () => {
    const answer = await plain(payload === undefined ? {} : JSON.parse(payload), context);
    return { Status: InvocationStatus.SUCCEEDED, Result: JSON.stringify(answer) ?? "null" };
  });
}

function settle(invocation: Invocation, run: () => ReturnType<DurableLambdaHandler>): void {
  try {
    const answer: ReturnType<DurableLambdaHandler> | undefined = run();
    // A handler that is not async has nothing to say: Lambda answers `null` for it.
    if (typeof answer?.then !== "function") {
      invocation.finish({ kind: "returned", output: undefined });
      return;
    }
    answer.then(
      (output) => invocation.finish({ kind: "returned", output }),
      (error: unknown) => invocation.finish({ kind: "threw", error: wireErrorOf(error) }),
    );
  } catch (error) {
    invocation.finish({ kind: "threw", error: wireErrorOf(error) });
  }
}

/** An event is JSON, so that its dates are numbers or text, whatever the types of the SDK say. */
function inEvent(operation: Operation, form: LambdaSettings["eventTimestamps"]): WireOperation {
  if (form === "date") return operation;
  const write = (date: Date | undefined) => date && (form === "iso" ? date.toISOString() : +date);
  const { StartTimestamp, EndTimestamp, StepDetails, WaitDetails } = operation;
  const nextAttempt = StepDetails?.NextAttemptTimestamp;
  const written = {
    ...operation,
    StartTimestamp: write(StartTimestamp),
    EndTimestamp: write(EndTimestamp),
    ...(nextAttempt && {
      StepDetails: { ...StepDetails, NextAttemptTimestamp: write(nextAttempt) },
    }),
    ...(WaitDetails && {
      WaitDetails: { ScheduledEndTimestamp: write(WaitDetails.ScheduledEndTimestamp) },
    }),
  };
  return written as WireOperation;
}
