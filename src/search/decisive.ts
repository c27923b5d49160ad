import type { Adversary } from "../faults/adversary.ts";
import type { Fault } from "../faults/fault.ts";
import type { FaultPoint } from "../faults/schedule.ts";
import { RandomSource, type RandomStream } from "../kernel/random.ts";
import { runGuarded } from "../kernel/watchdog.ts";
import type { TrialResult } from "../trial/trial.ts";
import { type Bucket, violationIn } from "./bucket.ts";
import { type Prober, longestBatchMs } from "./prober.ts";
import { type Share, intervalOf } from "./share.ts";
import { swarm } from "./swarm.ts";

/** The pass of a fault point at which a violation was decided, as far as chance can tell. */
export interface Moment extends Pick<FaultPoint, "at" | "nth"> {
  readonly atMs: number;
  /** What struck there; nothing did where the way things went well decided it. */
  readonly fault: Fault | undefined;
  /** Of trials that go like this one up to the pass, and then at random: those that break the same. */
  readonly before: Share;
  /** The same, with what was decided at the pass. */
  readonly behind: Share;
}

/** The decisive moment of a violation, or why none is told. */
export type Decisive =
  | { readonly kind: "moment"; readonly moment: Moment }
  | {
      readonly kind: "none";
      readonly why:
        | "not asked"
        | "nothing struck"
        | "by AWS"
        | "too long"
        | "gradual"
        | "endless loop";
    };

/** Passes of the longest trial that is run some hundred times more. */
const mostPasses = 150;

/** Of more strikes, so many are looked behind. */
const mostStrikes = 6;

/** Random continuations at a place that is looked at, and at the two that are told of. */
const glance = 8;
const closeLook = 50;

/** Trials under one guard: setting it up costs as much as one, and an endless loop takes as long as all. */
const guarded = 10;

/**
 * Where a trial became a violation: of all passes, the one behind which most more random continuations break the same
 * than before it. A continuation goes like the trial up to a pass, and from there on with trouble as a trial of a
 * swarm has it. Looks before and behind the strikes, then for the pass between two such places; what it tells is
 * measured anew there, so that having been picked does not flatter it. Nothing where the two might be the same.
 */
export function decisiveMoment(prober: Prober, bucket: Bucket, found: TrialResult): Decisive {
  if (found.strikes.length === 0) return { kind: "none", why: "nothing struck" };
  // Told in short, since nothing inside the function could have prevented it.
  if (bucket.tier === "platform") return { kind: "none", why: "by AWS" };
  if (found.cut !== undefined || found.passed.length > mostPasses) {
    return { kind: "none", why: "too long" };
  }
  return new Forks(prober, bucket, found).seek();
}

/** From where on a trial went at random, by the passes before that, and how often that broke the same. */
interface Look {
  readonly place: number;
  readonly chance: number;
}

interface Gap {
  readonly low: Look;
  readonly high: Look;
}

function jumpOf({ low, high }: Gap): number {
  return high.chance - low.chance;
}

/** How often random continuations break the same, by the number of passes before which they begin. */
class Forks {
  readonly #prober: Prober;
  readonly #bucket: Bucket;
  readonly #found: TrialResult;
  readonly #random: RandomStream;
  /** What struck in the trial, by the position of the pass. */
  readonly #struck = new Map<number, Fault>();
  /** When each pass was. */
  readonly #timesMs: number[] = [];
  #loops = false;

  constructor(prober: Prober, bucket: Bucket, found: TrialResult) {
    this.#prober = prober;
    this.#bucket = bucket;
    this.#found = found;
    this.#random = new RandomSource(found.seed).stream("continuations");
    for (const { at, nth, fault } of found.strikes) {
      const position = found.passed.findIndex((pass) => pass.at === at && pass.nth === nth);
      this.#struck.set(position, fault);
    }
  }

  seek(): Decisive {
    const { low, high } = this.#narrow(this.#largestJump());
    const before = this.#share(low.place, closeLook);
    const behind = this.#share(high.place, closeLook);
    if (this.#loops) return { kind: "none", why: "endless loop" };
    const pass = this.#found.passed[low.place];
    const isClear = intervalOf(before).to < intervalOf(behind).from;
    if (pass === undefined || !isClear) return { kind: "none", why: "gradual" };
    const { at, nth } = pass;
    const atMs = this.#timesMs[low.place] ?? 0;
    const fault = this.#struck.get(low.place);
    return { kind: "moment", moment: { at, nth, atMs, fault, before, behind } };
  }

  /** Two places between which the share grows most; a glance at each will do to tell. */
  #largestJump(): Gap {
    const positions = [...this.#struck.keys()];
    const [first = 0] = positions;
    const places = [first, ...fewOf(positions).map((position) => position + 1)];
    const looks = places.map((place): Look => ({ place, chance: this.#glanceAt(place) }));
    // At its end a trial is what it is.
    looks.push({ place: this.#found.passed.length, chance: 1 });
    let [low, ...rest] = looks as [Look, ...Look[]];
    let largest: Gap = { low, high: low };
    for (const high of rest) {
      if (jumpOf({ low, high }) > jumpOf(largest)) largest = { low, high };
      low = high;
    }
    return largest;
  }

  /** The one pass between two places that matters most; most likely the last, where something struck. */
  #narrow({ low, high }: Gap): Gap {
    let middle = high.place - 1;
    while (middle > low.place) {
      const look = { place: middle, chance: this.#glanceAt(middle) };
      if (jumpOf({ low: look, high }) >= jumpOf({ low, high: look })) low = look;
      else high = look;
      middle = Math.floor((low.place + high.place) / 2);
    }
    return { low, high };
  }

  #glanceAt(place: number): number {
    return this.#share(place, glance).hits / glance;
  }

  #share(place: number, trials: number): Share {
    let hits = 0;
    for (let left = trials; left > 0 && !this.#loops; left -= guarded) {
      const some = Math.min(left, guarded);
      const outcome = runGuarded(longestBatchMs(some), () => {
        for (let trial = 0; trial < some; trial++) if (this.#breaks(place)) hits++;
      });
      // What loops once may do so again, at seconds each.
      if (outcome.kind === "timed-out") this.#loops = true;
    }
    return { hits, of: trials };
  }

  #breaks(place: number): boolean {
    const { input, seed } = this.#found;
    const chance = swarm(this.#prober.families, this.#random);
    let passes = 0;
    const adversary: Adversary = (point, atMs) => {
      const position = passes++;
      if (position >= place) return chance(point, atMs);
      this.#timesMs[position] = atMs;
      return this.#struck.get(position);
    };
    const plan = { input, seed, decider: { kind: "adversary", adversary } } as const;
    return violationIn(this.#prober.runAside(plan), this.#bucket) !== undefined;
  }
}

/** A few of many, the first and the last among them. */
function fewOf(positions: readonly number[]): readonly number[] {
  if (positions.length <= mostStrikes) return positions;
  const step = (positions.length - 1) / (mostStrikes - 1);
  return Array.from(
    { length: mostStrikes },
    (_, index) => positions[Math.round(index * step)] ?? 0,
  );
}
