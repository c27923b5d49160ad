/* durable-chaos itself: `node simulator.ts <clean|faulted>`, one trial after the other. */
import fc from "fast-check";
import {
  type FaultSchedule,
  orderAsPublished,
  runTrialNow,
  scheduleArbitrary,
} from "../../src/index.ts";
import { answerLaps } from "./contestant.ts";
import { plainOrder } from "./plain-services.ts";

const [mode] = process.argv.slice(2);
const now = performance.now.bind(performance);
const plain = { input: plainOrder, seed: 1, schedule: [] as FaultSchedule };

answerLaps(
  async (count) =>
    new Promise((resolve) => {
      setImmediate(() => {
        const plans =
          mode === "faulted" ? drawPlans(count) : Array.from({ length: count }, () => plain);
        let invocations = 0;
        const start = now();
        for (const { input, schedule, seed } of plans) {
          const decider = { kind: "schedule", schedule } as const;
          invocations += runTrialNow(orderAsPublished, { input, seed, decider }).invocations;
        }
        resolve({ elapsedMs: now() - start, runs: count, invocations });
      });
    }),
);

/** Orders of every kind under bursts at every point that a plain order passes. */
function drawPlans(count: number): readonly (typeof plain)[] {
  const decider = { kind: "schedule", schedule: [] } as const;
  const { passed } = runTrialNow(orderAsPublished, { input: plain.input, seed: 1, decider });
  const points = [...new Set(passed.map(({ at }) => at))];
  const plans = fc.record({
    input: orderAsPublished.input,
    seed: fc.nat(),
    schedule: scheduleArbitrary(points),
  });
  return fc.sample(plans, { seed: 1, numRuns: count });
}
