import type { WireError } from "../kernel/outcome.ts";
import type { LambdaEnvironment } from "./environment.ts";
import { defaultSettings } from "./settings.ts";

/** The invocations of one execution that have failed in a row: the longer the row, the later comes the next. */
export class Failures {
  readonly #environment: LambdaEnvironment;
  #count = 0;

  constructor(environment: LambdaEnvironment) {
    this.#environment = environment;
  }

  /** How many there are, where that makes a difference: where too many are fatal. */
  get situation(): number {
    return this.#situationOf(this.#count);
  }

  /** The last invocation has not failed. */
  reset(): void {
    this.#count = 0;
  }

  /** Adds one. Tells when to invoke again, in virtual ms; `undefined` where it was one too many. */
  add(error: WireError): number | undefined {
    this.#count++;
    if (this.#isFatal(this.#count)) return undefined;
    try {
      return this.#delayMs(this.#count, error);
    } catch (thrown) {
      this.#environment.onBroken("settings.retryDelayMs", thrown);
      return 0;
    }
  }

  /** What would come of one more; `undefined` where that is the end, or nobody can tell. */
  foresee(error: WireError): { readonly situation: number; readonly delayMs: number } | undefined {
    const count = this.#count + 1;
    // A setting of one's own may draw or log: to ask it what is not to be would change the trial.
    const isOwn = this.#environment.settings.retryDelayMs !== defaultSettings.retryDelayMs;
    if (isOwn || this.#isFatal(count)) return undefined;
    return { situation: this.#situationOf(count), delayMs: this.#delayMs(count, error) };
  }

  #isFatal(count: number): boolean {
    return count >= this.#environment.settings.maxConsecutiveFailures;
  }

  #situationOf(count: number): number {
    return this.#environment.settings.maxConsecutiveFailures < Infinity ? count : 0;
  }

  /** As the setting says, which may be broken. */
  #delayMs(count: number, error: WireError): number {
    const delayMs = this.#environment.settings.retryDelayMs(count, error);
    if (delayMs >= 0 && delayMs < Infinity) return delayMs;
    throw new RangeError(`${delayMs} is no number of ms from 0`);
  }
}
