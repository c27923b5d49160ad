import { describe, expect, it } from "vitest";
import { inMacrotask } from "../kernel/drain.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import type { Probe } from "../trial/run-trial.ts";
import type { TrialPlan } from "../trial/trial.ts";
import { Merging } from "./merging.ts";
import { Prober } from "./prober.ts";

const options = { seed: 1, maxFaults: 2, merge: true };

/** A prober that notes how its trials are looked on. */
class NotingProber extends Prober {
  readonly lookedBack = new Set<number | undefined>();

  override probe(plan: TrialPlan): Probe {
    this.lookedBack.add(plan.onlooker?.recentMs);
    return super.probe(plan);
  }
}

describe("a merger", () => {
  it.each([
    [["service", "provider"], 60_000],
    [["service"], undefined],
  ] as const)(
    "tells apart what replicas may not know of yet, where they are asked: %j",
    async (families, recentMs) => {
      const prober = new NotingProber(parcelWorld, families);
      const [{ input } = { input: undefined }] = parcelWorld.examples;
      await inMacrotask(() => {
        const [merger] = new Merging(prober, options).triersFor([input]);
        merger?.try([], { isLast: false, foreseen: undefined });
      });

      expect([...prober.lookedBack]).toEqual([recentMs]);
    },
  );
});
