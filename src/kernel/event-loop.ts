import { type Callback, inCurrentContext } from "./callback.ts";
import { assert } from "./errors.ts";
import { TimerHeap } from "./timer-heap.ts";
import {
  type Owner,
  type TimerKind,
  VirtualImmediate,
  VirtualTimer,
  type What,
} from "./virtual-timer.ts";

export type { Owner, VirtualImmediate, VirtualTimer } from "./virtual-timer.ts";

const longestDelayMs = 2 ** 31 - 1;

/** What a frozen process left behind: it goes on when the process is thawed, late if need be. */
interface Frozen {
  readonly timers: readonly VirtualTimer[];
  readonly immediates: readonly VirtualImmediate[];
}

const nothing: Frozen = { timers: [], immediates: [] };

/**
 * Virtual time, and everything that waits for it: timers and immediates of the code under test,
 * events of the engine. Whoever runs it drains the microtasks after each `runNext`.
 */
export class EventLoop {
  readonly startMs: number;
  /** Virtual ms since the Unix epoch. */
  nowMs: number;
  /** Whose code runs now: owner of what it schedules, and of the microtasks that follow it. */
  owner: Owner | undefined = undefined;
  /** What happens now. */
  current: VirtualTimer | undefined = undefined;
  /** Takes what a callback threw; in Node that would be an `uncaughtException`. */
  onUncaught: (owner: Owner | undefined, error: unknown) => void = rethrow;

  readonly #timers: TimerHeap<VirtualTimer> = new TimerHeap<VirtualTimer>();
  #immediates: VirtualImmediate[] = [];
  #nextImmediate = 0;
  #armedTimers = 0;
  /** Timers in line that stand for something on its way. */
  #traffic = 0;
  readonly #frozen = new Map<Owner, Frozen>();
  #whenOver: (() => void)[] = [];
  /** Timers that code under test turned into numbers, which clear them too. */
  #numbered: VirtualTimer[] | undefined = undefined;

  constructor(startEpochMs: number) {
    this.startMs = startEpochMs;
    this.nowMs = startEpochMs;
  }

  /** Virtual ms since the start. */
  get elapsedMs(): number {
    return this.nowMs - this.startMs;
  }

  /** An engine event: fires once at `nowMs + delayMs`; without an owner it survives every crash. */
  schedule(owner: Owner | undefined, delayMs: number, run: () => void, what?: What): VirtualTimer {
    return this.#startEvent({ kind: "engine", owner, delayMs, run, what });
  }

  /** Like `schedule`, for something on its way; what else is on its way may overtake it. */
  send(owner: Owner | undefined, delayMs: number, run: () => void, what?: What): VirtualTimer {
    return this.#startEvent({ kind: "traffic", owner, delayMs, run, what });
  }

  /** Like `schedule`, for a move that the simulated service makes by its own clock. */
  tick(delayMs: number, run: () => void, what?: What): VirtualTimer {
    return this.#startEvent({ kind: "clock", owner: undefined, delayMs, run, what });
  }

  /** Whether anything else is on its way that could overtake what happens now. */
  get hasTraffic(): boolean {
    return this.#traffic > 0;
  }

  /** Whether something else of the world, and not of code, happens at this very moment. */
  get hasTie(): boolean {
    const { nowMs } = this;
    if (this.#timers.first?.atMs !== nowMs) return false;
    return this.#timers.entries.some((timer) => timer.atMs === nowMs && isWorldly(timer));
  }

  /** Virtual ms from now to what would overtake an event that is deferred now. */
  get overtakingMs(): number {
    const { nowMs } = this;
    let nextMs = Infinity;
    for (const { atMs, kind } of this.#timers.entries) {
      const canOvertake = kind === "traffic" || (kind === "clock" && atMs === nowMs);
      if (canOvertake && atMs < nextMs) nextMs = atMs;
    }
    return nextMs === Infinity ? 0 : nextMs - nowMs;
  }

  setTimeout(callback: Callback, delay?: unknown, ...args: unknown[]): VirtualTimer {
    return this.#startTimer({ delay, repeats: false, callback, args });
  }

  setInterval(callback: Callback, delay?: unknown, ...args: unknown[]): VirtualTimer {
    return this.#startTimer({ delay, repeats: true, callback, args });
  }

  setImmediate(callback: Callback, ...args: unknown[]): VirtualImmediate {
    const immediate = new VirtualImmediate(this.owner, inCurrentContext(callback, args));
    if (this.owner?.alive !== false) this.#immediates.push(immediate);
    return immediate;
  }

  /** Takes a timer or its number, and ignores anything else; `clearInterval` is the same. */
  clearTimeout(handle: unknown): void {
    if (handle instanceof VirtualTimer) handle.close();
    else if (typeof handle === "number" || typeof handle === "string") {
      this.#numbered?.[Number(handle) - 1]?.close();
    }
  }

  clearInterval(handle: unknown): void {
    this.clearTimeout(handle);
  }

  clearImmediate(handle: unknown): void {
    if (handle instanceof VirtualImmediate) handle.cleared = true;
  }

  /**
   * Runs one immediate, else the earliest timer due by `untilMs`, which time jumps to.
   *
   * @returns `later` when the next timer is due after `untilMs`, `idle` when nothing is scheduled
   */
  runNext(untilMs: number): "ran" | "later" | "idle" {
    const immediate = this.#takeImmediate();
    if (immediate !== undefined) {
      this.#run(immediate);
      return "ran";
    }
    const timer = this.#timers.first;
    if (timer === undefined) return "idle";
    if (timer.atMs > untilMs) return "later";
    this.#fire(timer);
    return "ran";
  }

  /** All that is still to come, soonest first. */
  get pending(): readonly VirtualTimer[] {
    return this.#timers.entries.toSorted(
      (one, other) => one.atMs - other.atMs || one.sequence - other.sequence,
    );
  }

  /** Whether anything that is still to come is so. */
  hasPending(test: (timer: VirtualTimer) => boolean): boolean {
    return this.#timers.entries.some(test);
  }

  nextTimerMs(): number | undefined {
    return this.#timers.first?.atMs;
  }

  /** Drops every timer and immediate of a dead owner. */
  discard(owner: Owner): void {
    for (const timer of this.#timers.entries.filter((entry) => entry.owner === owner)) {
      this.disarm(timer);
    }
    for (const immediate of this.#immediates) {
      if (immediate.owner === owner) immediate.cleared = true;
    }
    this.#frozen.delete(owner);
  }

  /** Takes what an owner waits for out of the line, to put it back some time. */
  freeze(owner: Owner): void {
    const timers = this.#timers.entries.filter((timer) => timer.owner === owner);
    const waiting = this.#immediates.slice(this.#nextImmediate);
    const immediates = waiting.filter((one) => one.owner === owner && !one.cleared);
    this.#immediates = waiting.filter((one) => one.owner !== owner);
    this.#nextImmediate = 0;
    for (const timer of timers) this.disarm(timer);
    this.#frozen.set(owner, { timers, immediates });
  }

  /** Puts back what was frozen of an owner, if anything; what fell due meanwhile runs next. */
  thaw(owner: Owner): void {
    const { timers, immediates } = this.#frozen.get(owner) ?? nothing;
    this.#frozen.delete(owner);
    this.#immediates.push(...immediates);
    for (const timer of timers) if (!timer.cleared) this.#add(timer);
  }

  /** Calls back when this time is over. */
  whenOver(callback: () => void): void {
    this.#whenOver.push(callback);
  }

  /** Nothing happens any more: drops all that is still to come, and all that it knows. */
  end(): void {
    for (const callback of this.#whenOver.splice(0)) callback();
    this.#timers.clear();
    this.#traffic = 0;
    this.#frozen.clear();
    this.#immediates = [];
    this.#nextImmediate = 0;
    this.owner = undefined;
    this.current = undefined;
    this.onUncaught = rethrow;
  }

  /** Jumps without running anything; what became due meanwhile runs late, but in order. */
  advanceTo(ms: number): void {
    assert(ms >= this.nowMs, `virtual time cannot go back from ${this.nowMs} to ${ms}`);
    this.nowMs = ms;
  }

  /** For timers only: puts one in line, `delayMs` from now. */
  arm(timer: VirtualTimer): void {
    if (timer.owner?.alive === false) return;
    timer.atMs = this.nowMs + timer.delayMs;
    timer.sequence = this.#armedTimers++;
    this.#add(timer);
  }

  /** For timers only: takes one out of the line, if it stands there. */
  disarm(timer: VirtualTimer): void {
    if (timer.slot === -1) return;
    if (timer.kind === "traffic") this.#traffic--;
    this.#timers.remove(timer);
  }

  /** For timers only: the number, from 1, that stands for this timer in `clearTimeout`. */
  idOf(timer: VirtualTimer): number {
    this.#numbered ??= [];
    const known = this.#numbered.indexOf(timer);
    return known === -1 ? this.#numbered.push(timer) : known + 1;
  }

  #startTimer(settings: {
    readonly delay: unknown;
    readonly repeats: boolean;
    readonly callback: Callback;
    readonly args: unknown[];
  }): VirtualTimer {
    const { repeats, callback, args, delay } = settings;
    const run = inCurrentContext(callback, args);
    const { owner } = this;
    const timer = new VirtualTimer(this, {
      kind: "code",
      owner,
      delayMs: clampDelay(delay),
      repeats,
      run,
      callback,
    });
    this.arm(timer);
    return timer;
  }

  #startEvent(settings: {
    readonly kind: TimerKind;
    readonly owner: Owner | undefined;
    readonly delayMs: number;
    readonly run: () => void;
    readonly what: What | undefined;
  }): VirtualTimer {
    const timer = new VirtualTimer(this, { ...settings, repeats: false });
    this.arm(timer);
    return timer;
  }

  #add(timer: VirtualTimer): void {
    if (timer.kind === "traffic") this.#traffic++;
    this.#timers.add(timer);
  }

  #takeImmediate(): VirtualImmediate | undefined {
    while (this.#nextImmediate < this.#immediates.length) {
      const immediate = this.#immediates[this.#nextImmediate++];
      if (this.#nextImmediate === this.#immediates.length) {
        this.#immediates.length = 0;
        this.#nextImmediate = 0;
      }
      if (immediate?.cleared === false) return immediate;
    }
    return undefined;
  }

  #fire(timer: VirtualTimer): void {
    this.disarm(timer);
    if (timer.atMs > this.nowMs) this.nowMs = timer.atMs;
    this.current = timer;
    this.#run(timer);
    // As in Node, the next period starts after the callback, unless that refreshed the timer.
    if (timer.repeats && !timer.cleared && timer.slot === -1) this.arm(timer);
  }

  #run(task: VirtualTimer | VirtualImmediate): void {
    this.owner = task.owner;
    try {
      task.run(task);
    } catch (error) {
      this.onUncaught(task.owner, error);
    }
  }
}

function isWorldly({ kind }: VirtualTimer): boolean {
  return kind === "traffic" || kind === "clock";
}

/** Node's rule: what is no number from 1 to 2^31-1 counts as 1 ms, and fractions are cut off. */
function clampDelay(delay: unknown): number {
  const ms = Number(delay);
  return ms >= 1 && ms <= longestDelayMs ? Math.trunc(ms) : 1;
}

function rethrow(_owner: Owner | undefined, error: unknown): void {
  throw error;
}
