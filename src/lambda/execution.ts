import type {
  CheckpointDurableExecutionRequest,
  CheckpointDurableExecutionResponse,
} from "@aws/durable-execution-sdk-js";
import type { Outcome, WireError } from "../kernel/outcome.ts";
import { type BatchResult, type Move, planBatch, rulesByType } from "./batch.ts";
import { History, historyError, historyPayload } from "./history.ts";
import type { Limits } from "./limits.ts";
import { type Moment, type Operation, isTerminal, progressOf } from "./operation.ts";

/** AWS's answer to a checkpoint call. */
export type CheckpointAnswer =
  | { readonly kind: "applied"; readonly response: CheckpointDurableExecutionResponse }
  | { readonly kind: "rejected"; readonly message: string };

/** What an execution is started with. */
export interface ExecutionStart {
  readonly arn: string;
  readonly id: string;
  /** JSON. */
  readonly input: string;
  readonly executionTimeoutMs: number;
  readonly limits: Limits;
  /** Told of every move of an operation, the function's and the service's own. */
  readonly onMove: (operation: Operation, atMs: number) => void;
}

/**
 * One durable execution, as the service stores it.
 *
 * E1. Only an accepted checkpoint and the service's clock change operations; a refused checkpoint
 *     changes nothing, not even the token.
 * E2. A token is good for one checkpoint of the invocation in flight.
 * E3. A response tells every operation that changed since the handler was last told.
 * E4. A closed execution never changes again.
 */
export class Execution {
  readonly history: History = new History();
  readonly arn: string;
  readonly endsByMs: number;
  /** Finished attempts and finished operations so far. */
  progress = 0;
  outcome: Outcome = { status: "RUNNING" };

  readonly #operations = new Map<string, Operation>();
  /** Operations that the service itself will move. */
  readonly #timed = new Map<string, number>();
  /** Operations that changed since the handler was last told. */
  readonly #untold = new Map<string, Operation>();
  readonly #limits: Limits;
  readonly #onMove: ExecutionStart["onMove"];
  #invocation = 0;
  #inFlight = false;
  #tokenNumber = 0;

  constructor(start: ExecutionStart, now: Moment) {
    this.arn = start.arn;
    this.endsByMs = now.epochMs + start.executionTimeoutMs;
    this.#limits = start.limits;
    this.#onMove = start.onMove;
    const execution: Operation = {
      Id: start.id,
      Type: "EXECUTION",
      Status: "STARTED",
      StartTimestamp: now.date,
      ExecutionDetails: { InputPayload: start.input },
    };
    this.#operations.set(start.id, execution);
    this.#untold.set(start.id, execution);
    this.history.write(
      {
        EventType: "ExecutionStarted",
        ExecutionStartedDetails: {
          Input: historyPayload(start.input),
          ExecutionTimeout: start.executionTimeoutMs / 1000,
        },
      },
      now.date,
      execution,
    );
  }

  /** All operations, the execution itself first, then by start. */
  get operations(): readonly Operation[] {
    return [...this.#operations.values()];
  }

  get isOpen(): boolean {
    return this.outcome.status === "RUNNING";
  }

  /** Whether something changed that the handler has not been told. */
  get hasUntold(): boolean {
    return this.#untold.size > 0;
  }

  /** Virtual epoch ms of the next move that the service makes by itself. */
  get nextDueMs(): number | undefined {
    let next: number | undefined;
    for (const dueMs of this.#timed.values()) if (next === undefined || dueMs < next) next = dueMs;
    return next;
  }

  /** Begins invocation `number`: a fresh token, and the state that the handler is shown. */
  beginInvocation(number: number): { token: string; operations: Operation[]; updated: string[] } {
    this.#invocation = number;
    this.#inFlight = true;
    const updated = [...this.#untold.keys()];
    this.#untold.clear();
    return { token: this.#nextToken(), operations: this.#visibleOperations(), updated };
  }

  /** Ends the invocation in flight; `error` is absent when it ended in good order. */
  endInvocation(
    ended: { requestId: string; startedAt: Date; error: WireError | undefined },
    now: Moment,
  ): void {
    this.moveDue(now);
    this.#inFlight = false;
    const { requestId, startedAt, error } = ended;
    const span = { StartTimestamp: startedAt, EndTimestamp: now.date, RequestId: requestId };
    const InvocationCompletedDetails =
      error === undefined ? span : { ...span, Error: historyError(error) };
    this.history.write({ EventType: "InvocationCompleted", InvocationCompletedDetails }, now.date);
  }

  /** Applies a checkpoint completely, or refuses it completely. */
  checkpoint(request: CheckpointDurableExecutionRequest, now: Moment): CheckpointAnswer {
    const stale = { kind: "rejected", message: "Invalid checkpoint token" } as const;
    if (!this.isOpen || !this.#inFlight || now.epochMs >= this.endsByMs) return stale;
    if (request.DurableExecutionArn !== this.arn) return stale;
    if (request.CheckpointToken !== this.#token) return stale;
    this.moveDue(now);
    const batch = this.#plan(request, now);
    if (batch.kind === "refused") return { kind: "rejected", message: batch.message };
    for (const move of batch.moves) this.#commit(move, now);
    const told = [...this.#untold.values()];
    this.#untold.clear();
    return {
      kind: "applied",
      response: {
        CheckpointToken: this.#nextToken(),
        NewExecutionState: { Operations: told },
      },
    };
  }

  /** Makes every move that the service owes by now, in the order in which they fell due. */
  moveDue(now: Moment): void {
    if (this.#timed.size === 0) return;
    const due = [...this.#timed].filter(
      ([, dueMs]) => dueMs <= now.epochMs && dueMs < this.endsByMs,
    );
    for (const [id, dueMs] of due.toSorted(([, a], [, b]) => a - b)) {
      const before = this.#operations.get(id);
      const rules = before && rulesByType.get(before.Type);
      if (before === undefined || rules === undefined) continue;
      const { operation, event } = rules.moveDue(before);
      this.#store(before, operation, now);
      if (event !== undefined) this.history.write(event, now.dateAt(dueMs), operation);
    }
  }

  /** PENDING is legal only if something can still wake the execution. */
  get canWake(): boolean {
    return this.#timed.size > 0 || this.hasUntold;
  }

  close(outcome: Exclude<Outcome, { status: "RUNNING" }>, now: Moment): void {
    this.outcome = outcome;
    this.#timed.clear();
    const [execution] = this.#operations.values();
    if (outcome.status === "SUCCEEDED") {
      const ExecutionSucceededDetails = { Result: historyPayload(outcome.result) };
      const details = { EventType: "ExecutionSucceeded", ExecutionSucceededDetails } as const;
      this.history.write(details, now.date, execution);
    } else if (outcome.status === "FAILED") {
      const ExecutionFailedDetails = { Error: historyError(outcome.error) };
      const details = { EventType: "ExecutionFailed", ExecutionFailedDetails } as const;
      this.history.write(details, now.date, execution);
    } else {
      const details = { EventType: "ExecutionTimedOut", ExecutionTimedOutDetails: {} } as const;
      this.history.write(details, now.date, execution);
    }
  }

  #plan(request: CheckpointDurableExecutionRequest, now: Moment): BatchResult {
    return planBatch(request.Updates ?? [], {
      operations: this.#operations,
      limits: this.#limits,
      now,
    });
  }

  #commit({ before, after, event }: Move, now: Moment): void {
    this.#store(before, after, now);
    this.history.write(event, now.date, after);
  }

  #store(before: Operation | undefined, after: Operation, now: Moment): void {
    this.#operations.set(after.Id, after);
    this.#untold.set(after.Id, after);
    this.progress += progressOf(after) - progressOf(before);
    const dueMs = rulesByType.get(after.Type)?.dueMs(after);
    if (dueMs === undefined) this.#timed.delete(after.Id);
    else this.#timed.set(after.Id, dueMs);
    this.#onMove(after, now.epochMs);
  }

  /** Children of a finished context are not shown again, unless it asks for their replay. */
  #visibleOperations(): Operation[] {
    const hidden = new Set<string>();
    const visible: Operation[] = [];
    for (const operation of this.#operations.values()) {
      const { Id, ParentId, Type, ContextDetails } = operation;
      const isHidden = ParentId !== undefined && hidden.has(ParentId);
      if (!isHidden) visible.push(operation);
      const hidesChildren =
        Type === "CONTEXT" && isTerminal(operation) && ContextDetails?.ReplayChildren !== true;
      if (isHidden || hidesChildren) hidden.add(Id);
    }
    return visible;
  }

  get #token(): string {
    return `invocation${this.#invocation}checkpoint${this.#tokenNumber}`;
  }

  #nextToken(): string {
    this.#tokenNumber++;
    return this.#token;
  }
}
