import { beforeAll, describe, expect, it } from "vitest";
import { type Exploration, type Finding, explore } from "../src/index.ts";
import { isAtLength } from "./at-length.ts";
import { type Canary, canaries, soundPlan } from "./canaries/canaries.ts";
import { canaryWorld } from "./canaries/canary-world.ts";

describe.each(canaries)("the canary that $mistake", (canary) => {
  let findings: readonly Finding[] = [];

  beforeAll(async () => {
    findings = sagaFindings(
      await explore(worldOf(canary), {
        maxFaults: 1,
        maxOutages: 0,
        randomTrials: 100,
        explain: false,
      }),
    );
  }, 60_000);

  it(`breaks ${canary.breaks.join(" and ")}, and nothing else`, () => {
    const broken = findings.map(({ bucket }) => bucket.invariant);

    expect(broken.toSorted()).toEqual([...canary.breaks].toSorted());
  });

  it(`needs no more than the ${canary.faults} faults of its smallest schedule`, () => {
    const [named] = canary.breaks;
    const finding = findings.find(({ bucket }) => bucket.invariant === named);

    expect(finding?.result.strikes).toHaveLength(canary.faults);
  });
});

describe("the canaries", () => {
  it("leave no invariant of the world unbroken, nor liveness", () => {
    const broken = new Set(canaries.map(({ breaks: [named] }) => named));

    const { invariantNames } = canaryWorld("all", { plan: soundPlan });
    expect([...broken].toSorted()).toEqual(
      [...invariantNames, "ends-after-faults-stop"].toSorted(),
    );
  });
});

describe("the saga without a mistake", () => {
  it("holds under every schedule of two faults, and under random ones", async () => {
    const exploration = await explore(canaryWorld("sound", { plan: soundPlan }), {
      maxFaults: 2,
      maxOutages: isAtLength ? 1 : 0,
      randomTrials: 300,
    });

    expect(sagaFindings(exploration)).toEqual([]);
    expect(exploration.merging.kind).toBe("merged");
    expect(exploration.counts.inconclusive).toBe(0);
  });
});

function worldOf({ mistake, ...parts }: Canary): ReturnType<typeof canaryWorld> {
  return canaryWorld(mistake.replaceAll(" ", "-"), parts);
}

/** Without those in which AWS itself ended the execution: no saga could have prevented them. */
function sagaFindings({ findings }: Exploration): readonly Finding[] {
  return findings.filter(({ bucket }) => bucket.tier === "saga");
}
