import type { HeapEntry } from "./timer-heap.ts";

/** Whoever scheduled something: one invocation of the code under test, or the world outside it. */
export interface Owner {
  readonly label: string;
  /** What a dead owner schedules never runs. */
  alive: boolean;
}

/** The part of the event loop that its timers talk back to. */
interface TimerQueue {
  arm(timer: VirtualTimer): void;
  disarm(timer: VirtualTimer): void;
  idOf(timer: VirtualTimer): number;
}

/**
 * What a timer stands for: code under test that waits; something on its way between sandboxes and
 * services; a move that the simulated service makes by its own clock; anything else of the engine.
 */
export type TimerKind = "code" | "traffic" | "clock" | "engine";

/**
 * Tells all that matters of what is to come, so that two trials can be compared in which it is; `undefined`
 * where that cannot be told.
 */
export type What = () => string | undefined;

interface TimerSettings {
  readonly kind: TimerKind;
  readonly owner: Owner | undefined;
  readonly delayMs: number;
  readonly repeats: boolean;
  readonly run: (self: unknown) => void;
  readonly what?: What | undefined;
  readonly callback?: unknown;
}

/** What `setTimeout` and `setInterval` return in virtual time: Node's `Timeout`. */
export class VirtualTimer implements HeapEntry {
  atMs = 0;
  sequence = 0;
  slot = -1;
  readonly kind: TimerKind;
  readonly owner: Owner | undefined;
  readonly delayMs: number;
  readonly repeats: boolean;
  readonly run: (self: unknown) => void;
  /** Tells what it will do, where whoever scheduled it can. */
  readonly what: What | undefined;
  /** What code under test wanted to be called. */
  readonly callback: unknown;
  cleared = false;
  readonly #queue: TimerQueue;
  #referenced = true;

  constructor(queue: TimerQueue, settings: TimerSettings) {
    this.#queue = queue;
    this.kind = settings.kind;
    this.owner = settings.owner;
    this.delayMs = settings.delayMs;
    this.repeats = settings.repeats;
    this.run = settings.run;
    this.what = settings.what;
    this.callback = settings.callback;
  }

  /** Starts the delay anew, also after the timer fired; a cleared timer stays cleared. */
  refresh(): this {
    if (this.cleared) return this;
    this.#queue.disarm(this);
    this.#queue.arm(this);
    return this;
  }

  close(): this {
    this.cleared = true;
    this.#queue.disarm(this);
    return this;
  }

  // Nothing waits for a process to end in virtual time: a reference is only remembered.
  ref(): this {
    this.#referenced = true;
    return this;
  }

  unref(): this {
    this.#referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  [Symbol.toPrimitive](): number {
    return this.#queue.idOf(this);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** What `setImmediate` returns in virtual time: Node's `Immediate`. */
export class VirtualImmediate {
  readonly owner: Owner | undefined;
  readonly run: (self: unknown) => void;
  cleared = false;
  #referenced = true;

  constructor(owner: Owner | undefined, run: (self: unknown) => void) {
    this.owner = owner;
    this.run = run;
  }

  ref(): this {
    this.#referenced = true;
    return this;
  }

  unref(): this {
    this.#referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  [Symbol.dispose](): void {
    this.cleared = true;
  }
}
