import { canonical, digestOf, withoutUuids } from "../kernel/canonical.ts";
import { deadly } from "../faults/death.ts";
import type { Fault } from "../faults/fault.ts";
import type { FaultPoint } from "../faults/schedule.ts";
import { supposing } from "../invariants/reading.ts";
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

/** A pass of a fault point, and what faults would lead to at it. */
export interface Vista {
  readonly point: FaultPoint;
  /** How many passes there were before it. */
  readonly passes: number;
  /** The key of the situation in which a fault ends at its next pass; `undefined` where that is not foreseen. */
  readonly foresee: (fault: Fault) => string | undefined;
}

/** What the situations of a trial are made of. */
export interface Standing {
  readonly loop: Pick<EventLoop, "current" | "nowMs" | "elapsedMs">;
  readonly service: Pick<
    LambdaService,
    "situation" | "pending" | "hasSleepers" | "hasStrays" | "foresee"
  >;
  readonly ledgers: unknown;
  readonly memories: Readonly<Record<string, readonly unknown[] | undefined>>;
  readonly trace: readonly TraceEvent[];
  /** What is less than so many ms ago may not be known everywhere yet, where that can make a difference. */
  readonly recentMs: number | undefined;
  /** What the invariants make a difference by, of a trace so far. */
  readonly remembered: (trace: readonly TraceEvent[], requests: () => string) => readonly unknown[];
}

/** A moment of a trial, now or later. */
interface Moment {
  readonly at: string | undefined;
  /** Since the Unix epoch. */
  readonly nowMs: number;
  readonly now: string | undefined;
  readonly situation: string;
  readonly pending: readonly VirtualTimer[];
  readonly answers: string;
  readonly trace: readonly TraceEvent[];
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
  /** The services' books as they were when they last changed, by the time; writing them down takes longest. */
  readonly #books = new Map<number, string>();
  #effects = 0;

  constructor(standing: Standing) {
    this.#standing = standing;
    this.#past = new Past(standing.trace);
  }

  /** Takes note of code that sleeps; at each pass, as a situation must not depend on who has looked before. */
  noteSleepers(): void {
    if (!this.#standing.service.hasSleepers) return;
    this.#past.catchUp();
    this.#past.sleeps();
  }

  /** At the last of these passes, about which nobody has decided yet. */
  at(passed: readonly FaultPoint[]): Situation {
    const passes = passed.length - 1;
    const mute = this.#mute;
    if (mute !== undefined) {
      return { passes, key: { obstacle: `service "${mute}" tells no memory` } };
    }
    const { service, loop, trace } = this.#standing;
    if (service.hasStrays) return { passes, key: { obstacle: "a sandbox lives on" } };
    const { situation, pending } = service;
    this.#past.catchUp();
    const { answers } = this.#past;
    const now = loop.current === undefined ? undefined : toldBy(loop.current);
    const { nowMs } = loop;
    const at = passed[passes]?.at;
    const key = this.#keyOf({ at, nowMs, now, situation, pending, answers, trace });
    return { passes, key: key ?? { obstacle: "something is to come that does not tell what" } };
  }

  /**
   * Where it will stand at its next pass if a fault kills the sandbox at this one. What the sandbox knew dies with
   * it, so that the next pass is where the service invokes again; if nothing else is to come before.
   */
  after({ at, nth }: FaultPoint, fault: Fault): string | undefined {
    const { service, loop, trace } = this.#standing;
    const death = deadly(at, fault)?.death;
    if (death === undefined || this.#mute !== undefined) return undefined;
    const next = service.foresee(death);
    this.#past.catchUp();
    if (next === undefined || !this.#past.runsOnly(next.ended.invocation)) return undefined;
    const struck = { kind: "fault.struck", atMs: loop.elapsedMs, at, nth, fault } as const;
    return this.#keyOf({ ...next, answers: "", trace: supposing(trace, [struck, next.ended]) });
  }

  get #mute(): string | undefined {
    const { memories } = this.#standing;
    return Object.keys(memories).find((name) => memories[name] === undefined);
  }

  /** None where something does not tell what it is. */
  #keyOf({ at, nowMs, now, situation, pending, answers, trace }: Moment): string | undefined {
    const waits = pending.map((timer) => waitOf(timer, nowMs));
    if (now === undefined || waits.includes(undefined)) return undefined;
    const times = this.#timesAt(nowMs);
    const parts = [at, situation, now, ...waits, answers, this.#booksAt(times)];
    const remembered = this.#standing.remembered(trace, () => this.#past.requests);
    parts.push(canonical(remembered, times));
    return digestOf(withoutUuids(parts.join("\n\n")));
  }

  /** By the minute at most, so that the books need not be written down at each look. */
  #timesAt(epochMs: number): { readonly nowMs: number; readonly recentMs?: number } {
    const { loop, recentMs } = this.#standing;
    const unitMs = recentMs === undefined ? minuteMs : secondMs;
    const elapsedMs = loop.elapsedMs + epochMs - loop.nowMs;
    const nowMs = Math.ceil(elapsedMs / unitMs) * unitMs;
    return recentMs === undefined ? { nowMs } : { nowMs, recentMs };
  }

  #booksAt(times: { readonly nowMs: number; readonly recentMs?: number }): string {
    const { ledgers, memories } = this.#standing;
    const { effects } = this.#past;
    if (this.#effects !== effects) this.#books.clear();
    this.#effects = effects;
    const known = this.#books.get(times.nowMs);
    if (known !== undefined) return known;
    const text = canonical([ledgers, memories], times);
    this.#books.set(times.nowMs, text);
    return text;
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
