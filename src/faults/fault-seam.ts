import type { Trace } from "../kernel/trace.ts";
import type { Adversary } from "./adversary.ts";
import type { Fault } from "./fault.ts";
import type { FaultPoint, Strike } from "./schedule.ts";

interface Passes {
  nth: number;
  progress: number;
  nthAtProgress: number;
}

/**
 * The one place where fates are decided. Every part of the simulated world asks here before it lets
 * something happen; what was asked and what was answered is kept, so that any trial, however it was
 * driven, can be written down as a schedule and run again.
 */
export class FaultSeam {
  /** Every pass of every fault point, in order. */
  readonly passed: FaultPoint[] = [];
  /** Every fault that struck, in order. */
  readonly strikes: Strike[] = [];
  /** How far the execution has come; the simulated service moves it on. */
  progress = 0;

  readonly #adversary: Adversary;
  readonly #trace: Trace;
  readonly #onCarriedOut: () => void;
  readonly #passes = new Map<string, Passes>();

  constructor(adversary: Adversary, trace: Trace, onCarriedOut: () => void = () => {}) {
    this.#adversary = adversary;
    this.#trace = trace;
    this.#onCarriedOut = onCarriedOut;
  }

  /**
   * Tells that what happens at a point has happened, and that the code under test has not heard of it. Of no
   * interest where a fault struck, or where it made the trial pass another point, which comes first then.
   */
  carriedOut(at: string): void {
    const last = this.passed.at(-1);
    const strike = this.strikes.at(-1);
    const isStruck = strike?.at === at && strike.nth === last?.nth;
    if (last?.at === at && !isStruck) this.#onCarriedOut();
  }

  /** Asks what happens at this pass of a point; `undefined` when nothing goes wrong. */
  decide<F extends Fault>(at: string, faults: readonly F[], atMs: number): F | undefined {
    const { nth, progress, nthAtProgress } = this.#pass(at);
    const point = { at, nth, progress, nthAtProgress, faults };
    this.passed.push(point);
    const decided = this.#adversary(point, atMs);
    if (decided === undefined) return undefined;
    const fault = faults.find((possible) => possible === decided);
    if (fault === undefined) return undefined;
    this.strikes.push({ at, nth, progress, nthAtProgress, fault });
    this.#trace.record({ kind: "fault.struck", atMs, at, nth, fault });
    return fault;
  }

  #pass(at: string): Passes {
    let passes = this.#passes.get(at);
    if (passes === undefined) {
      passes = { nth: 0, progress: this.progress, nthAtProgress: 0 };
      this.#passes.set(at, passes);
    }
    passes.nth++;
    if (passes.progress !== this.progress) {
      passes.progress = this.progress;
      passes.nthAtProgress = 0;
    }
    passes.nthAtProgress++;
    return passes;
  }
}
