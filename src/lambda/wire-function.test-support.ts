import {
  type CheckpointDurableExecutionResponse,
  type DurableExecutionInvocationInput,
  DurableExecutionInvocationInputWithClient,
  type DurableExecutionInvocationOutput,
  type GetDurableExecutionStateRequest,
  type GetDurableExecutionStateResponse,
  InvocationStatus,
} from "@aws/durable-execution-sdk-js";
import {
  type Run,
  type RunOptions,
  type Tools,
  runHandler,
} from "./durable-function.test-support.ts";
import type { Update } from "./operation.ts";

/** The service as a function without the SDK has it: no batches, no polls, no suspension. */
export interface Wire {
  readonly event: DurableExecutionInvocationInput;
  /** One call, with the latest token. */
  readonly checkpoint: (...updates: Update[]) => Promise<CheckpointDurableExecutionResponse>;
  /** A page of state, with the latest token unless another is given. */
  readonly page: (
    request: Partial<GetDurableExecutionStateRequest>,
  ) => Promise<GetDurableExecutionStateResponse>;
}

export const pending: DurableExecutionInvocationOutput = { Status: InvocationStatus.PENDING };
export const succeeded: DurableExecutionInvocationOutput = { Status: InvocationStatus.SUCCEEDED };

/** Runs a function that talks to the simulated service itself. */
export async function runOnWire(
  code: (wire: Wire, tools: Tools) => Promise<DurableExecutionInvocationOutput>,
  options: RunOptions = {},
): Promise<Run> {
  return runHandler(
    (tools) => async (event) => {
      if (!DurableExecutionInvocationInputWithClient.isInstance(event)) {
        throw new TypeError("an event without a client");
      }
      const { DurableExecutionArn, durableExecutionClient: client } = event;
      let { CheckpointToken } = event;
      const checkpoint = async (...Updates: Update[]) => {
        const call = { DurableExecutionArn, CheckpointToken, Updates };
        const response = await client.checkpoint(call);
        CheckpointToken = response.CheckpointToken ?? CheckpointToken;
        return response;
      };
      const page = async (request: Partial<GetDurableExecutionStateRequest>) =>
        client.getExecutionState({ DurableExecutionArn, CheckpointToken, ...request });
      return code({ event, checkpoint, page }, tools);
    },
    options,
  );
}
