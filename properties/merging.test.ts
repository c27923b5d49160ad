import { describe, expect, it } from "vitest";
import { type World, explore, orderAsPublished, orderHardened } from "../src/index.ts";
import { isAtLength } from "./at-length.ts";

const maxFaults = 2;

/** Where trials of an order may end: what everybody was told, and what the services' books say, but not when. */
async function endingsOf(world: World, example: string, merge: boolean) {
  const endings = new Set<string>();
  const watched: World = {
    ...world,
    examples: world.examples.filter(({ name }) => name === example),
    judge: (trial) => {
      const broken = world.judge(trial);
      // Checks of merges have more faults.
      const struck = trial.trace.filter(({ kind }) => kind === "fault.struck").length;
      if (struck > maxFaults) return broken;
      const outcomes = trial.executions.map(({ label, outcome }) => ({ label, outcome }));
      endings.add(
        timeless([outcomes, trial.ledgers, broken.map(({ invariant }) => invariant).toSorted()]),
      );
      return broken;
    },
  };
  const options = { maxFaults, maxOutages: 0, randomTrials: 0, merge, explain: false };
  const { counts, merging, findings } = await explore(watched, options);
  return { endings: [...endings].toSorted(), trials: counts.spent.enumeration, merging, findings };
}

/** Without times, positions in a trace, and with one name for all UUIDs: an order has only one. */
function timeless(value: unknown): string {
  return JSON.stringify(value, (key, field: unknown) =>
    key === "event" || key.endsWith("Ms") ? undefined : field,
  ).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "uuid");
}

const hardened = [orderHardened, "an order that is out of stock", 2] as const;
const published = [orderAsPublished, "an order with a declined card", 3] as const;

describe("merging equal situations loses no ending", () => {
  it.each(isAtLength ? [hardened, published] : [hardened])(
    "of $name, $1",
    async (world, example, factor) => {
      const merged = await endingsOf(world, example, true);
      const whole = await endingsOf(world, example, false);

      expect(merged.merging.kind).toBe("merged");
      expect(merged.endings).toEqual(whole.endings);
      expect(merged.endings.length).toBeGreaterThan(2);
      expect(merged.findings.map(({ scenario }) => scenario.faults)).toEqual(
        whole.findings.map(({ scenario }) => scenario.faults),
      );
      expect(merged.trials * factor).toBeLessThan(whole.trials);
    },
  );
});
