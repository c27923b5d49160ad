import type {
  CheckpointDurableExecutionRequest,
  CheckpointDurableExecutionResponse,
  DurableExecutionClient,
  GetDurableExecutionStateRequest,
  GetDurableExecutionStateResponse,
  OperationUpdate,
} from "@aws/durable-execution-sdk-js";
import {
  type CheckpointFault,
  possibleAtCheckpoint,
  type StatePageFault,
  statePageFaults,
} from "../faults/fault.ts";
import { checkpointPoint, statePage } from "../faults/place.ts";
import { comparableUpdate } from "./comparable.ts";
import type { Sandbox } from "../faults/sandbox.ts";
import { unreachable } from "../kernel/errors.ts";
import type { Tether } from "../kernel/tether.ts";
import { type ApiError, injectedError, networkError, refusal } from "./api-error.ts";
import { type LambdaEnvironment, momentOf } from "./environment.ts";
import type { CheckpointAnswer, Execution } from "./execution.ts";
import { staleTokenMessages } from "./token-sequence.ts";

/** The API of the service for one execution. */
export interface DurableApi {
  readonly environment: LambdaEnvironment;
  readonly execution: Execution;
  /** The full name of a fault point of this execution. */
  readonly pointOf: (point: string) => string;
}

interface Waiting<Response> {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: ApiError) => void;
}

/** A request, and who waits for the answer. */
interface Asking<Request, Response> {
  readonly request: Request;
  readonly waiting: Waiting<Response>;
}

/** The API that the SDK of one invocation talks to; each call is an event whose fate is decided at the seam. */
export function createClient(api: Tether<DurableApi>, sandbox: Sandbox): DurableExecutionClient {
  let calls = 0;
  return {
    checkpoint: (request) =>
      new Promise((resolve, reject) => {
        // Code that still runs in a dead sandbox, or when its trial is over, reaches nobody.
        if (!sandbox.alive || api.end === undefined) return;
        const ClientToken = `${sandbox.label} call ${++calls}`;
        send(api.end, sandbox, {
          request: { ...request, ClientToken },
          waiting: { resolve, reject },
        });
      }),
    getExecutionState: (request) =>
      new Promise((resolve, reject) => {
        if (!sandbox.alive || api.end === undefined) return;
        askForPage(api.end, sandbox, { request, waiting: { resolve, reject } });
      }),
  };
}

function send(
  api: DurableApi,
  sandbox: Sandbox,
  {
    request,
    waiting,
  }: Asking<CheckpointDurableExecutionRequest, CheckpointDurableExecutionResponse>,
): void {
  const { loop, settings } = api.environment;
  const at = api.pointOf(checkpointPoint(describeBatch(request.Updates ?? [])));
  const call = new CheckpointCall(api, sandbox, { request, at, waiting });
  // A request that is on its way does not die with whoever has sent it, if the service takes it then.
  const owner = settings.lateCheckpoints === "apply" ? undefined : sandbox;
  loop.send(
    owner,
    settings.checkpointLatencyMs,
    () => call.arrive(),
    () => call.what,
  );
}

function askForPage(
  api: DurableApi,
  sandbox: Sandbox,
  asking: Asking<GetDurableExecutionStateRequest, GetDurableExecutionStateResponse>,
): void {
  const { loop, settings } = api.environment;
  loop.send(
    sandbox,
    settings.checkpointLatencyMs,
    () => answerStatePage(api, sandbox, asking),
    () => `page ${asking.request.Marker}`,
  );
}

/** One call of CheckpointDurableExecution, as the AWS client makes it: with a token of its own. */
class CheckpointCall {
  readonly #api: DurableApi;
  readonly #sandbox: Sandbox;
  readonly #request: CheckpointDurableExecutionRequest;
  readonly #at: string;
  readonly #waiting: Waiting<CheckpointDurableExecutionResponse>;

  constructor(
    api: DurableApi,
    sandbox: Sandbox,
    call: Asking<CheckpointDurableExecutionRequest, CheckpointDurableExecutionResponse> & {
      readonly at: string;
    },
  ) {
    this.#api = api;
    this.#sandbox = sandbox;
    this.#request = call.request;
    this.#at = call.at;
    this.#waiting = call.waiting;
  }

  /** All that matters of it. */
  get what(): string {
    return `${this.#at} ${JSON.stringify(this.#request.Updates?.map(comparableUpdate))}`;
  }

  arrive(): void {
    const { loop, seam } = this.#api.environment;
    if (!this.#sandbox.alive) return void this.#apply();
    loop.owner = this.#sandbox;
    const possible = possibleAtCheckpoint(this.#sandbox.isCurrent, loop.hasTraffic);
    const fault = seam.decide(this.#at, possible, loop.elapsedMs);
    if (fault !== undefined) return this.#misbehave(fault);
    const answer = this.#apply();
    seam.carriedOut(this.#at);
    this.#deliver(answer);
  }

  #misbehave(fault: CheckpointFault): void {
    const { loop, settings } = this.#api.environment;
    const sandbox = this.#sandbox;
    switch (fault) {
      case "throttle":
      case "server-error":
      case "client-error":
        return this.#reject(injectedError(fault));
      case "lose-request":
        return this.#reject(networkError());
      case "lose-reply":
        this.#apply();
        return this.#reject(networkError());
      case "stale-token":
        this.#apply();
        return this.#reject(refusal(staleTokenMessages[settings.staleTokenMessage]));
      case "no-token":
        sandbox.isWithoutToken = true;
        return this.#deliver(withoutToken(this.#apply()));
      case "repeat":
        this.#apply();
        loop.send(
          sandbox,
          settings.checkpointLatencyMs,
          () => this.#deliver(this.#apply()),
          () => `repeat ${this.what}`,
        );
        return;
      case "crash-before":
        return sandbox.crash();
      case "crash-after":
        this.#apply();
        return sandbox.crash();
      case "crash-on-reply":
        sandbox.doom();
        return this.#deliver(this.#apply());
      case "stall":
        this.#apply();
        return sandbox.stall();
      case "defer":
        loop.send(
          sandbox,
          loop.overtakingMs,
          () => this.arrive(),
          () => this.what,
        );
        return;
      case "zombie":
        sandbox.orphan();
        return this.#deliver(this.#apply());
      case "stop":
      case "expire":
        sandbox.endExecution(fault);
        return this.#deliver(this.#apply());
      default:
        return unreachable(fault);
    }
  }

  #apply(): CheckpointAnswer {
    const { environment, execution } = this.#api;
    const { loop, trace } = environment;
    const answer = execution.checkpoint(this.#request, momentOf(loop));
    if (answer.kind === "applied") {
      const { invocation } = this.#sandbox;
      const { elapsedMs: atMs } = loop;
      trace.record({ kind: "checkpoint.applied", atMs, invocation, at: this.#at });
    }
    return answer;
  }

  #deliver(answer: CheckpointAnswer): void {
    if (answer.kind === "applied") this.#waiting.resolve(answer.response);
    else this.#reject(refusal(answer.message));
  }

  #reject(error: ApiError): void {
    const { loop, trace } = this.#api.environment;
    trace.record({
      kind: "checkpoint.rejected",
      atMs: loop.elapsedMs,
      invocation: this.#sandbox.invocation,
      at: this.#at,
      httpStatus: error.$metadata?.httpStatusCode,
      message: error.message,
    });
    this.#waiting.reject(error);
  }
}

function withoutToken(answer: CheckpointAnswer): CheckpointAnswer {
  if (answer.kind === "rejected") return answer;
  const { NewExecutionState } = answer.response;
  return { kind: "applied", response: { NewExecutionState } };
}

function answerStatePage(
  { environment, execution, pointOf }: DurableApi,
  sandbox: Sandbox,
  {
    request,
    waiting: { resolve, reject },
  }: Asking<GetDurableExecutionStateRequest, GetDurableExecutionStateResponse>,
): void {
  const { loop, seam } = environment;
  const fault: StatePageFault | undefined = seam.decide(
    pointOf(statePage),
    statePageFaults,
    loop.elapsedMs,
  );
  if (fault === "crash-before") return sandbox.crash();
  if (fault !== undefined) return reject(injectedError(fault));
  const { DurableExecutionArn: arn, CheckpointToken: token, Marker: marker, MaxItems } = request;
  const maxItems = Math.min(MaxItems === undefined || MaxItems === 0 ? 100 : MaxItems, 1000);
  const answer = execution.page({ arn, token, marker, maxItems });
  if (answer.kind === "rejected") return reject(refusal(answer.message));
  resolve({ Operations: [...answer.operations], NextMarker: answer.nextMarker });
}

/** A batch is named by its last update, the one that the others lead up to. */
function describeBatch(updates: readonly OperationUpdate[]): string {
  const last = updates.at(-1);
  if (last === undefined) return "poll";
  // The SDK makes up an id for the execution itself, from the time.
  return `${last.Action} ${last.Type === "EXECUTION" ? "execution" : (last.Name ?? last.Id)}`;
}
