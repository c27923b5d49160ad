import type {
  CheckpointDurableExecutionRequest,
  CheckpointDurableExecutionResponse,
  DurableExecutionClient,
  OperationUpdate,
} from "@aws/durable-execution-sdk-js";
import { type CheckpointFault, checkpointFaults, checkpointPoint } from "../faults/fault.ts";
import type { FaultSeam } from "../faults/fault-seam.ts";
import type { Sandbox } from "../faults/sandbox.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { Trace } from "../kernel/trace.ts";
import { rulesByType } from "./batch.ts";
import type { Execution } from "./execution.ts";
import type { Moment } from "./operation.ts";

/** What the API calls of one execution need. */
export interface ApiEnvironment {
  readonly loop: EventLoop;
  readonly seam: FaultSeam;
  readonly trace: Trace;
  readonly execution: Execution;
  /** Virtual ms from the call to its being applied and answered. */
  readonly checkpointLatencyMs: number;
  readonly now: () => Moment;
  /** Called with a type of operation that the simulated service does not know. */
  readonly onUnsupported: (operationType: string) => void;
  /** Called when a sandbox waits for nothing that the simulation knows of. */
  readonly onStall: () => void;
}

/** An error as the AWS client throws it; the SDK reads `name` and the status code. */
class ApiError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

/** What a rejecting fault answers instead of applying the checkpoint. */
const rejections: Partial<Record<CheckpointFault, () => ApiError>> = {
  throttle: () => new ApiError("TooManyRequestsException", "Rate exceeded", 429),
  "server-error": () => new ApiError("ServiceException", "Service unavailable", 500),
  "client-error": () =>
    new ApiError("InvalidParameterValueException", "Rejected by an injected fault", 400),
};

/** The API that the SDK of one invocation talks to; each call is an event whose fate is decided at the seam. */
export function createClient(
  environment: ApiEnvironment,
  sandbox: Sandbox,
): DurableExecutionClient {
  const { loop, checkpointLatencyMs } = environment;
  return {
    checkpoint: (request) =>
      new Promise((resolve, reject) => {
        // Code that still runs in a dead sandbox reaches nobody.
        if (!sandbox.alive) return;
        loop.schedule(sandbox, checkpointLatencyMs, () => {
          const answer = receiveCheckpoint(environment, sandbox, request);
          if (answer instanceof ApiError) reject(answer);
          else if (answer !== undefined) resolve(answer);
        });
      }),
    // The whole state travels in the invocation's event, so the SDK never asks for another page.
    getExecutionState: () =>
      Promise.reject(new ApiError("InvalidParameterValueException", "Invalid Marker", 400)),
  };
}

/** The answer that the sandbox sees, or `undefined` when it sees none any more. */
function receiveCheckpoint(
  environment: ApiEnvironment,
  sandbox: Sandbox,
  request: CheckpointDurableExecutionRequest,
): CheckpointDurableExecutionResponse | ApiError | undefined {
  const { execution, seam, trace, now } = environment;
  const at = checkpointPoint(describeBatch(request.Updates ?? []));
  const moment = now();
  const unsupported = request.Updates?.find(({ Type }) => Type && !rulesByType.has(Type));
  if (unsupported?.Type !== undefined) environment.onUnsupported(unsupported.Type);
  const fault = seam.decide(
    at,
    checkpointFaults,
    environment.loop.nowMs - environment.loop.startMs,
  );
  if (fault === "crash-before") {
    sandbox.crash();
    return undefined;
  }
  const rejection = fault && rejections[fault]?.();
  if (rejection !== undefined) return recordRejection(environment, sandbox, at, rejection);
  const answer = execution.checkpoint(request, moment);
  if (answer.kind === "rejected") {
    const error = new ApiError("InvalidParameterValueException", answer.message, 400);
    return recordRejection(environment, sandbox, at, error);
  }
  seam.progress = execution.progress;
  const atMs = environment.loop.nowMs - environment.loop.startMs;
  trace.record({ kind: "checkpoint.applied", atMs, invocation: sandbox.invocation, at });
  if (fault === "crash-after") sandbox.crash();
  if (fault === "stall") sandbox.stall();
  return fault === undefined ? answer.response : undefined;
}

function recordRejection(
  { trace, loop }: ApiEnvironment,
  { invocation }: Sandbox,
  at: string,
  error: ApiError,
): ApiError {
  const { httpStatusCode: httpStatus } = error.$metadata;
  const atMs = loop.nowMs - loop.startMs;
  const { message } = error;
  trace.record({ kind: "checkpoint.rejected", atMs, invocation, at, httpStatus, message });
  return error;
}

/** A batch is named by its last update, the one that the others lead up to. */
function describeBatch(updates: readonly OperationUpdate[]): string {
  const last = updates.at(-1);
  return last === undefined ? "poll" : `${last.Action} ${last.Name ?? last.Id}`;
}
