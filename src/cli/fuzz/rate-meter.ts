/** A moment of a campaign. */
interface Sample {
  readonly atMs: number;
  readonly trials: number;
}

/** Samples that one rate is made of, and rates that are told: together half a minute of seconds. */
const samplesPerRate = 4;
const mostRates = 8;

/** How fast a campaign has been of late. */
export class RateMeter {
  readonly #samples: Sample[] = [];

  /** To be called about once a second. */
  add(atMs: number, trials: number): void {
    this.#samples.push({ atMs, trials });
    if (this.#samples.length > samplesPerRate * mostRates + 1) this.#samples.shift();
  }

  /** Trials a second, the latest last. */
  get rates(): readonly number[] {
    const rates: number[] = [];
    for (let end = this.#samples.length - 1; end > 0; end -= samplesPerRate) {
      const last = this.#samples[end];
      const first = this.#samples[Math.max(0, end - samplesPerRate)];
      if (first === undefined || last === undefined || last.atMs === first.atMs) break;
      rates.unshift((1000 * (last.trials - first.trials)) / (last.atMs - first.atMs));
    }
    return rates;
  }
}
