import type {
  CheckpointDurableExecutionRequest,
  CheckpointDurableExecutionResponse,
} from "@aws/durable-execution-sdk-js";
import { canonical } from "../kernel/canonical.ts";
import type { ClosedOutcome, Outcome } from "../kernel/outcome.ts";
import { type Move, planBatch, rulesByType } from "./batch.ts";
import { ComparableState } from "./comparable.ts";
import { payloadBytes } from "./limits.ts";
import { closeExecution, outcomeOf } from "./execution-operation.ts";
import { type EndedInvocation, History, executionEnded, executionStarted } from "./history.ts";
import {
  type Moment,
  type Operation,
  type Update,
  isWaiting,
  onWire,
  progressOf,
} from "./operation.ts";
import type { LambdaSettings } from "./settings.ts";
import { type StatePage, pageOf, positionOf, visibleOperations } from "./state-page.ts";
import { TokenSequence } from "./token-sequence.ts";
import type { Surroundings, Transition } from "./transition.ts";

/** AWS's answer to a checkpoint call. */
export type CheckpointAnswer =
  | { readonly kind: "applied"; readonly response: CheckpointDurableExecutionResponse }
  | { readonly kind: "rejected"; readonly message: string };

/** AWS's answer to a request for a page of state. */
export type StateAnswer =
  | ({ readonly kind: "page" } & StatePage)
  | { readonly kind: "rejected"; readonly message: string };

/** What is told of an execution as it goes. */
export interface ExecutionObserver {
  /** An operation moved: by an update of the function's, or by the service or the world. */
  readonly onMove: (operation: Operation, update: Update | undefined) => void;
  /** The service will move an operation by itself at that virtual epoch ms, or no more. */
  readonly onDue: (operationId: string, dueMs: number | undefined) => void;
  readonly onClose: (outcome: ClosedOutcome) => void;
}

/** What an execution is started with. */
export interface ExecutionStart {
  readonly arn: string;
  readonly id: string;
  /** Counts executions from 1; part of their tokens. */
  readonly number: number;
  /** JSON. */
  readonly input: string;
  readonly settings: LambdaSettings;
  readonly surroundings: Surroundings;
  readonly observer: ExecutionObserver;
}

/**
 * One durable execution, as the service stores it.
 *
 * E1. Only an accepted checkpoint, the service's clock and the outside world change operations; a
 *     refused checkpoint changes nothing.
 * E2. A token is good for one checkpoint of the invocation in flight.
 * E3. A response tells every operation that changed since the handler was last told.
 * E4. A closed execution never changes again.
 */
export class Execution {
  readonly history: History = new History();
  readonly arn: string;
  readonly id: string;
  /** Finished attempts and finished operations so far. */
  progress = 0;
  outcome: Outcome = { status: "RUNNING" };

  readonly #start: ExecutionStart;
  readonly #operations = new Map<string, Operation>();
  /** Operations that the service itself will move, and when; the later of two equals was put off. */
  readonly #timed = new Map<string, { readonly dueMs: number; readonly isPutOff: boolean }>();
  /** Operations that will wake the execution. */
  readonly #waiting = new Set<string>();
  /** Operations that changed since the handler was last told. */
  readonly #untold = new Map<string, Operation>();
  readonly #tokens: TokenSequence;
  readonly #comparable = new ComparableState();
  #storedBytes = 0;

  constructor(start: ExecutionStart, now: Moment) {
    const { arn, id, number, input, settings } = start;
    this.arn = arn;
    this.id = id;
    this.#start = start;
    this.#tokens = new TokenSequence(number, settings);
    const execution: Operation = {
      Id: id,
      Type: "EXECUTION",
      Status: "STARTED",
      StartTimestamp: now.date,
      ExecutionDetails: { InputPayload: input },
    };
    this.#operations.set(id, execution);
    this.#untold.set(id, execution);
    this.history.write(executionStarted(input, settings.executionTimeoutMs), now.date, execution);
  }

  /** All operations as AWS sends them, the execution itself first, then by start. */
  get operations(): readonly Operation[] {
    return Array.from(this.#operations.values(), onWire);
  }

  /** All that may yet matter of it, but for exact times; `nowMs` is since the epoch. */
  situationAt(nowMs: number): string {
    if (!this.isOpen) return canonical(this.outcome, "none");
    return this.#comparable.at(nowMs, this.#operations.values(), this.#timed, this.#untold.keys());
  }

  get isOpen(): boolean {
    return this.outcome.status === "RUNNING";
  }

  /** Whether something changed that the handler has not been told. */
  get hasUntold(): boolean {
    return this.#untold.size > 0;
  }

  /** PENDING is legal only if something can still wake the execution. */
  get canWake(): boolean {
    if (this.#waiting.size > 0 || this.hasUntold) return true;
    const { readyAllowsPending } = this.#start.settings;
    if (!readyAllowsPending) return false;
    return [...this.#operations.values()].some(({ Status }) => Status === "READY");
  }

  operation(id: string): Operation | undefined {
    return this.#operations.get(id);
  }

  /** Begins invocation `number`: a fresh token, and the state that the handler is shown first. */
  beginInvocation(
    number: number,
    pageSize: number = this.#start.settings.firstPageSize,
  ): { token: string; page: StatePage; updated: string[] } {
    const updated = [...this.#untold.keys()];
    this.#untold.clear();
    const token = this.#tokens.beginInvocation(number);
    return { token, page: this.#page(0, pageSize), updated };
  }

  /** Ends the invocation in flight. */
  endInvocation(ended: EndedInvocation, now: Moment): void {
    this.moveDue(now);
    const isLateWelcome = this.#start.settings.lateCheckpoints === "apply";
    if (ended.error === undefined || !isLateWelcome) this.#tokens.endInvocation();
    this.history.endInvocation(ended, now.date);
  }

  /** Applies a checkpoint completely, or refuses it completely. */
  checkpoint(request: CheckpointDurableExecutionRequest, now: Moment): CheckpointAnswer {
    const cached = this.#tokens.cachedFor(request);
    if (cached !== undefined) return { kind: "applied", response: cached };
    const objection = this.#objectionTo(request);
    if (objection !== undefined) return { kind: "rejected", message: objection };
    this.moveDue(now);
    const { surroundings, settings } = this.#start;
    const batch = planBatch(request.Updates ?? [], {
      operations: this.#operations,
      execution: this.#self,
      storedBytes: this.#storedBytes,
      surroundings,
      limits: settings.limits,
      now,
    });
    if (batch.kind === "refused") {
      if (settings.refusalSpendsToken) this.#tokens.spend();
      return { kind: "rejected", message: batch.message };
    }
    this.#storedBytes += payloadBytes(request.Updates ?? []);
    for (const move of batch.moves) this.#commit(move, now);
    return { kind: "applied", response: this.#respond(request) };
  }

  /** A page of the state; asking for one neither spends the token nor counts as telling. */
  page(request: {
    readonly arn: string | undefined;
    readonly token: string | undefined;
    readonly marker: string | undefined;
    readonly maxItems: number;
  }): StateAnswer {
    const { arn, token, marker = "", maxItems } = request;
    const objection = this.#objectionTo({ DurableExecutionArn: arn, CheckpointToken: token });
    if (objection !== undefined) return { kind: "rejected", message: objection };
    const start = marker === "" ? 0 : positionOf(marker);
    if (start === undefined) return { kind: "rejected", message: "Invalid Marker" };
    return { kind: "page", ...this.#page(start, maxItems) };
  }

  /** Makes every move that the service owes by now, in the order in which they fell due. */
  moveDue(now: Moment): void {
    if (this.#timed.size === 0) return;
    const due = [...this.#timed].filter(
      ([, { dueMs, isPutOff }]) => dueMs < now.epochMs || (dueMs === now.epochMs && !isPutOff),
    );
    for (const [id] of due.toSorted(([, a], [, b]) => a.dueMs - b.dueMs)) this.moveByClock(id, now);
  }

  /** Makes the move that the service owes for one operation. */
  moveByClock(id: string, now: Moment): void {
    const before = this.#operations.get(id);
    const dueMs = this.#timed.get(id)?.dueMs;
    if (before === undefined || dueMs === undefined) return;
    const date = now.dateAt(dueMs);
    const { operation, event } = rulesByType[before.Type].moveDue(before, date);
    this.#store(before, operation, undefined);
    if (event !== undefined) this.history.write(event, date, operation);
  }

  /** The service's clock is slow for one operation: it moves at `dueMs`, after all else then. */
  putOff(id: string, dueMs: number): void {
    this.#timed.set(id, { dueMs, isPutOff: true });
    this.#start.observer.onDue(id, dueMs);
  }

  /** The outside world moves an operation; tells why not where it cannot. */
  moveFromOutside(
    id: string,
    move: (operation: Operation) => Transition,
    now: Moment,
  ): Transition | undefined {
    const before = this.#operations.get(id);
    if (before === undefined || !this.isOpen) return undefined;
    const transition = move(before);
    if (transition.kind === "rejected") return transition;
    this.#store(before, transition.operation, undefined);
    this.history.write(transition.event, now.date, transition.operation);
    return transition;
  }

  /** A change that the handler never hears of, such as a heartbeat. */
  moveSilently(after: Operation): void {
    this.#operations.set(after.Id, after);
    this.#setDue(after);
  }

  close(outcome: ClosedOutcome, now: Moment): void {
    this.outcome = outcome;
    for (const id of this.#timed.keys()) this.#start.observer.onDue(id, undefined);
    this.#timed.clear();
    this.#waiting.clear();
    const execution = closeExecution(this.#self, outcome, now);
    this.#operations.set(this.id, execution);
    this.history.write(executionEnded(outcome), now.date, execution);
    this.#start.observer.onClose(outcome);
  }

  get #self(): Operation {
    const [execution] = this.#operations.values();
    // The constructor puts it there, and nothing takes it out.
    return execution as Operation;
  }

  #objectionTo(request: CheckpointDurableExecutionRequest): string | undefined {
    const { CheckpointToken: token, DurableExecutionArn: arn } = request;
    if (!this.isOpen || arn !== this.arn) return this.#tokens.staleMessage;
    return this.#tokens.objectionTo(token);
  }

  #respond(request: CheckpointDurableExecutionRequest): CheckpointDurableExecutionResponse {
    const told: Operation[] = [];
    for (const operation of this.#untold.values()) told.push(onWire(operation));
    this.#untold.clear();
    const { checkpointPageSize } = this.#start.settings;
    const NewExecutionState =
      told.length > checkpointPageSize
        ? { Operations: told.slice(0, checkpointPageSize), NextMarker: "more" }
        : { Operations: told };
    if (!this.isOpen) {
      this.#tokens.spend();
      return { NewExecutionState };
    }
    return this.#tokens.remember(request, NewExecutionState);
  }

  #commit({ update, before, after, event }: Move, now: Moment): void {
    if (update.Type === "EXECUTION") {
      this.close(outcomeOf(update), now);
      this.#untold.set(this.id, this.#self);
      return;
    }
    this.#store(before, after, update);
    this.history.write(event, now.date, after);
  }

  #store(before: Operation | undefined, after: Operation, update: Update | undefined): void {
    const { Id } = after;
    this.#operations.set(Id, after);
    this.#untold.set(Id, after);
    this.progress += progressOf(after) - progressOf(before);
    if (isWaiting(after)) this.#waiting.add(Id);
    else if (this.#waiting.size > 0) this.#waiting.delete(Id);
    this.#setDue(after);
    this.#start.observer.onMove(after, update);
  }

  #setDue(operation: Operation): void {
    const { Id, Type } = operation;
    const dueMs = rulesByType[Type].dueMs(operation);
    if (dueMs === undefined && !this.#timed.has(Id)) return;
    if (dueMs === undefined) this.#timed.delete(Id);
    else this.#timed.set(Id, { dueMs, isPutOff: false });
    this.#start.observer.onDue(Id, dueMs);
  }

  #page(start: number, maxItems: number): StatePage {
    const maxBytes = this.#start.settings.pageBytes;
    return pageOf(visibleOperations(this.#operations.values()), { start, maxItems, maxBytes });
  }
}
