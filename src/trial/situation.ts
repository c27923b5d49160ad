import { canonical, digestOf, withoutUuids } from "../kernel/canonical.ts";
import type { FaultPoint } from "../faults/schedule.ts";
import type { EventLoop, VirtualTimer } from "../kernel/event-loop.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import type { LambdaService } from "../lambda/service.ts";
import { Past } from "./past.ts";

/**
 * Where a trial stands at a pass of a fault point: all that its rest depends on. Trials in equal situations
 * have equal futures, whatever their pasts were.
 */
export interface Situation {
  /** How many passes of fault points there were before this one. */
  readonly passes: number;
  /** Equal for equal situations, or why they cannot be compared. */
  readonly key: string | { readonly obstacle: string };
}

/** What the situations of a trial are made of. */
export interface Standing {
  readonly loop: Pick<EventLoop, "current" | "nowMs" | "elapsedMs">;
  readonly service: Pick<LambdaService, "situation" | "pending" | "hasStrays">;
  readonly ledgers: unknown;
  readonly memories: Readonly<Record<string, readonly unknown[] | undefined>>;
  readonly trace: readonly TraceEvent[];
  /** What is less than so many ms ago may not be known everywhere yet, where that can make a difference. */
  readonly recentMs: number | undefined;
  /** What the invariants make a difference by, of the trace so far. */
  readonly remembered: (requests: () => string) => readonly unknown[];
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/**
 * Tells where one trial stands. What its handler does next depends on what is stored of the execution, and on
 * the answers since: it is deterministic, or durable execution would not work. So its variables need no look.
 */
export class Situations {
  readonly #standing: Standing;
  readonly #past: Past;
  /** The services' books as they were when they last changed; writing them down takes longest. */
  #books: { readonly effects: number; readonly nowMs: number; readonly text: string } | undefined;

  constructor(standing: Standing) {
    this.#standing = standing;
    this.#past = new Past(standing.trace);
  }

  /** At the last of these passes, about which nobody has decided yet. */
  at(passed: readonly FaultPoint[]): Situation {
    const passes = passed.length - 1;
    const at = passed[passes]?.at;
    const { service, loop, memories } = this.#standing;
    const mute = Object.keys(memories).find((name) => memories[name] === undefined);
    if (mute !== undefined)
      return { passes, key: { obstacle: `service "${mute}" tells no memory` } };
    if (service.hasStrays) return { passes, key: { obstacle: "a sandbox lives on" } };
    const now = loop.current === undefined ? undefined : toldBy(loop.current);
    const { pending } = service;
    const waits = pending.map((timer) => waitOf(timer, loop.nowMs));
    if (now === undefined || waits.includes(undefined)) {
      return { passes, key: { obstacle: "something is to come that does not tell what" } };
    }
    this.#past.catchUp();
    if (pending.some(({ kind }) => kind === "code")) this.#past.sleeps();
    const { answers } = this.#past;
    const parts = [at, service.situation, now, ...waits, answers, this.#writeBooks()];
    const remembered = this.#standing.remembered(() => this.#past.requests);
    parts.push(canonical(remembered, this.#times));
    return { passes, key: digestOf(withoutUuids(parts.join("\n\n"))) };
  }

  /** By the minute at most, so that the books need not be written down at each look. */
  get #times(): { readonly nowMs: number; readonly recentMs?: number } {
    const { loop, recentMs } = this.#standing;
    const unitMs = recentMs === undefined ? minuteMs : secondMs;
    const nowMs = Math.ceil(loop.elapsedMs / unitMs) * unitMs;
    return recentMs === undefined ? { nowMs } : { nowMs, recentMs };
  }

  #writeBooks(): string {
    const { ledgers, memories } = this.#standing;
    const { effects } = this.#past;
    const times = this.#times;
    const { nowMs } = times;
    if (this.#books?.effects !== effects || this.#books.nowMs !== nowMs) {
      this.#books = { effects, nowMs, text: canonical([ledgers, memories], times) };
    }
    return this.#books.text;
  }
}

function waitOf(timer: VirtualTimer, nowMs: number): string | undefined {
  const told = toldBy(timer);
  return told === undefined ? undefined : `${told} ${soon(timer.atMs - nowMs)}`;
}

/** What code under test does next is its own affair, and follows from what it knows. */
function toldBy({ kind, delayMs, what }: VirtualTimer): string | undefined {
  return kind === "code" ? `code ${delayMs}` : what?.();
}

/** How soon, by powers of two: what is to come soon may come before something else, or after it. */
function soon(spanMs: number): number {
  return Math.round(Math.log2(1 + spanMs / 1_000));
}
