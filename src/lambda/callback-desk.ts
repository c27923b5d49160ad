import type { ErrorObject } from "@aws/durable-execution-sdk-js";
import { callbackFaults } from "../faults/fault.ts";
import { callbackPoint } from "../faults/place.ts";
import {
  type CallbackCompletion,
  beatCallback,
  callbackIsOver,
  completeCallback,
} from "./callback.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { pointIn } from "./execution-label.ts";
import { type LambdaEnvironment, momentOf } from "./environment.ts";
import { isLonger } from "./limits.ts";
import type { Operation } from "./operation.ts";

/** A callback that the outside world has just been given. */
export interface OpenCallback {
  readonly id: string;
  /** Its own name, or that of the `waitForCallback` around it. */
  readonly name: string | undefined;
  /** The nth callback of that name in the trial, from 1. */
  readonly nth: number;
}

/**
 * What the outside world does with a callback, `afterMs` of virtual time after it was created: a
 * second by default, when whoever waits for it has suspended.
 */
export type CallbackReaction = { readonly afterMs?: number } & (
  | { readonly kind: "succeed"; readonly result?: string }
  | { readonly kind: "fail"; readonly error?: ErrorObject }
  | { readonly kind: "heartbeat" }
);

/** One reaction, or several; none leaves the callback alone. */
export type CallbackReactions = CallbackReaction | readonly CallbackReaction[] | undefined;

/** Who completes which callback: by name, `*` for any other, or by whatever a function makes of it. */
export type CallbackScript =
  | Readonly<Record<string, CallbackReactions>>
  | ((callback: OpenCallback) => CallbackReactions);

/** How the service answers whoever completes a callback. */
export type CallbackAnswer = "accepted" | "too late" | "too large" | "unknown";

const defaultAfterMs = 1_000;

/** Takes what the outside world says of callbacks, and plays that world by a script. */
export class CallbackDesk {
  readonly #environment: LambdaEnvironment;
  readonly #script: CallbackScript;
  readonly #open = new Map<
    string,
    { readonly dispatcher: Dispatcher; readonly operationId: string }
  >();
  readonly #seen = new Map<string | undefined, number>();

  constructor(environment: LambdaEnvironment, script: CallbackScript) {
    this.#environment = environment;
    this.#script = script;
  }

  /** The function has started a callback: the outside world comes to know its id. */
  open(dispatcher: Dispatcher, { Id, Name, ParentId, CallbackDetails }: Operation): void {
    const id = CallbackDetails?.CallbackId ?? "";
    this.#open.set(id, { dispatcher, operationId: Id });
    const parent = ParentId === undefined ? undefined : dispatcher.execution.operation(ParentId);
    const name = Name ?? (parent?.SubType === "WaitForCallback" ? parent.Name : undefined);
    const nth = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, nth);
    for (const reaction of this.#reactionsTo({ id, name, nth })) {
      this.#expect(dispatcher, { id, name, nth }, reaction);
    }
  }

  /** SendDurableExecutionCallbackSuccess and -Failure. */
  complete(id: string, completion: CallbackCompletion): CallbackAnswer {
    const known = this.#open.get(id);
    if (known === undefined) return "unknown";
    const { maxPayloadBytes } = this.#environment.settings.limits;
    if (completion.kind === "succeed" && isLonger(completion.result ?? "", maxPayloadBytes)) {
      return "too large";
    }
    const { dispatcher, operationId } = known;
    const moved = dispatcher.moveFromOutside(operationId, (operation, now) =>
      completeCallback(operation, completion, now),
    );
    if (moved?.kind !== "moved") return "too late";
    const isBare = completion.kind === "fail" && completion.error === undefined;
    if (!isBare || this.#environment.settings.bareCallbackFailureWakes) dispatcher.wake();
    return "accepted";
  }

  /** SendDurableExecutionCallbackHeartbeat: moves a deadline, and wakes nobody. */
  beat(id: string): CallbackAnswer {
    const known = this.#open.get(id);
    if (known === undefined) return "unknown";
    const { execution } = known.dispatcher;
    const operation = execution.operation(known.operationId);
    if (operation === undefined || !execution.isOpen) return "too late";
    const after = beatCallback(operation, momentOf(this.#environment.loop));
    if (after === undefined) return "too late";
    execution.moveSilently(after);
    return "accepted";
  }

  #reactionsTo(callback: OpenCallback): readonly CallbackReaction[] {
    const script = this.#script;
    if (typeof script === "function") {
      try {
        return listOf(script(callback));
      } catch (error) {
        this.#environment.onBroken(`callbacks, for "${callback.name ?? callback.id}"`, error);
        return [];
      }
    }
    const { name = "*" } = callback;
    return listOf(Object.hasOwn(script, name) ? script[name] : script["*"]);
  }

  /** Whether the outside world does what it was to do, and when, is the adversary's to say. */
  #expect({ plan }: Dispatcher, callback: OpenCallback, reaction: CallbackReaction): void {
    const { loop, seam, settings } = this.#environment;
    const { afterMs = defaultAfterMs } = reaction;
    const at = pointIn(plan, callbackPoint(callback.name ?? callback.id));
    const fault = seam.decide(at, callbackFaults, loop.elapsedMs);
    if (fault === "lose") return;
    const delayMs =
      fault === "early" ? 0 : fault === "late" ? afterMs + settings.latenessMs : afterMs;
    const what = () => `callback ${callback.id} ${JSON.stringify(reaction)}`;
    loop.send(undefined, delayMs, () => this.#react(callback, reaction), what);
    if (fault === "duplicate") {
      loop.send(undefined, delayMs + 1, () => this.#react(callback, reaction), what);
    }
  }

  #react({ id, name }: OpenCallback, reaction: CallbackReaction): void {
    const answer =
      reaction.kind === "heartbeat" ? this.beat(id) : this.complete(id, completionOf(reaction));
    const { loop, trace } = this.#environment;
    trace.record({
      kind: "callback.sent",
      atMs: loop.elapsedMs,
      name: name ?? id,
      what: reaction.kind,
      answer: answer === "too late" ? callbackIsOver : answer,
    });
  }
}

function completionOf(
  reaction: Exclude<CallbackReaction, { readonly kind: "heartbeat" }>,
): CallbackCompletion {
  return reaction.kind === "succeed"
    ? { kind: "succeed", result: reaction.result }
    : { kind: "fail", error: reaction.error };
}

function listOf(reactions: CallbackReactions): readonly CallbackReaction[] {
  if (reactions === undefined) return [];
  return "kind" in reactions ? [reactions] : reactions;
}
