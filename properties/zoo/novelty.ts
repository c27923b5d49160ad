import fc from "fast-check";
import seedrandom from "seedrandom";
import {
  type FaultPoint,
  type FaultSchedule,
  type TrialResult,
  type World,
  faultFamilies,
  runTrialNow,
  swarm,
} from "../../src/index.ts";

/** Tells what a trial did: each thing that no earlier one did is a reason to keep it. */
export type Signal = (result: TrialResult) => readonly string[];

/** Which points it passed, in whatever order and however often, and how its executions ended. */
export const placesSignal: Signal = ({ passed, executions }) => {
  const places = [...new Set(passed.map(({ at }) => at))].toSorted();
  return [[...executions.map(({ outcome }) => outcome.status), ...places].join()];
};

/** Each pass together with what struck there and the pass that followed, and how its executions ended. */
export const stepsSignal: Signal = ({ passed, strikes, executions }) => {
  const struck = new Map(strikes.map(({ at, nth, fault }) => [`${at}#${nth}`, fault]));
  const steps = passed.map(({ at, nth }) => `${at} ${struck.get(`${at}#${nth}`) ?? ""}`);
  const ends = executions.map(({ outcome }) => outcome.status).join();
  return [
    ...new Set([ends, ...steps.map((step, index) => `${step} > ${steps[index + 1] ?? ends}`)]),
  ];
};

/** A trial worth changing. */
interface Parent {
  readonly input: unknown;
  readonly seed: number;
  readonly schedule: FaultSchedule;
  readonly passed: readonly FaultPoint[];
}

/** How a search learns from what it has seen. */
export interface Feedback {
  readonly signal: Signal;
  /** Trials that are drawn anew whatever has been kept, so that no search stays where it is. */
  readonly freshShare: number;
}

/** What a search is given; without feedback every trial is one of a swarm. */
export interface Hunt {
  readonly world: World;
  readonly seed: number;
  readonly trials: number;
  readonly feedback?: Feedback;
}

/** Trials between two draws of inputs. */
const batchSize = 100;

/** The trial, from 1, in which the search came upon the mistake; `undefined` if in none. From a macrotask. */
export function firstKill({ world, seed, trials, feedback }: Hunt): number | undefined {
  const random = seedrandom(`novelty ${seed}`);
  const draw = {
    kind: "chance",
    draw: (stream: Parameters<typeof swarm>[1]) => swarm(faultFamilies, stream),
  } as const;
  const seen = new Set<string>();
  const parents: Parent[] = [];
  let inputs: unknown[] = [];
  for (let trial = 1; trial <= trials; trial++) {
    if (inputs.length === 0)
      inputs = fc.sample(world.input, { seed: random.int32(), numRuns: batchSize });
    const parent =
      feedback === undefined || random() < feedback.freshShare ? undefined : pick(parents, random);
    const plan =
      parent === undefined
        ? { input: inputs.pop(), seed: random.int32() >>> 0, decider: draw }
        : {
            input: parent.input,
            seed: parent.seed,
            decider: { kind: "schedule", schedule: mutated(parent, random) } as const,
          };
    const result = runTrialNow(world, plan);
    if (result.violations.length > 0) return trial;
    if (feedback === undefined || result.cut !== undefined) continue;
    const fresh = feedback.signal(result).filter((thing) => !seen.has(thing));
    for (const thing of fresh) seen.add(thing);
    if (fresh.length > 0)
      parents.push({
        input: plan.input,
        seed: plan.seed,
        schedule: burstsOf(result),
        passed: result.passed,
      });
  }
  return undefined;
}

type Random = () => number;

/** The parent's schedule with one fault more, one burst less, or one at another time. */
function mutated({ schedule, passed }: Parent, random: Random): FaultSchedule {
  const way = Math.floor(random() * 3);
  const index = Math.floor(random() * schedule.length);
  const burst = schedule[index];
  if (burst === undefined || way === 0) return added(schedule, passed, random);
  if (way === 1) return schedule.toSpliced(index, 1);
  const passes = passed.filter(({ at }) => at === burst.at).length;
  return schedule.with(index, {
    ...burst,
    from: 1 + Math.floor(random() * (passes + 1)),
    // An outage may last longer or end earlier; what struck once strikes once.
    times: burst.times === 1 ? 1 : 1 + Math.floor(random() * 2 * burst.times),
  });
}

function added(
  schedule: FaultSchedule,
  passed: readonly FaultPoint[],
  random: Random,
): FaultSchedule {
  const pass = pick(passed, random);
  const fault = pass === undefined ? undefined : pick(pass.faults, random);
  if (pass === undefined || fault === undefined) return schedule;
  return [{ at: pass.at, from: pass.nth, times: 1, fault }, ...schedule];
}

/** What struck, as bursts. */
function burstsOf({ strikes }: TrialResult): FaultSchedule {
  const bursts: {
    at: string;
    from: number;
    times: number;
    fault: FaultSchedule[number]["fault"];
  }[] = [];
  for (const { at, nth, fault } of strikes) {
    const growing = bursts.find(
      (one) => one.at === at && one.fault === fault && one.from + one.times === nth,
    );
    if (growing === undefined) bursts.push({ at, from: nth, times: 1, fault });
    else growing.times++;
  }
  return bursts;
}

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}
