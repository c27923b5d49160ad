import { describe, expect, it } from "vitest";
import {
  type Fault,
  type FaultFamily,
  faultFamilies,
  faultsAt,
  familyOf,
} from "../faults/fault.ts";
import { placeOf } from "../faults/place.ts";
import { RandomSource } from "../kernel/random.ts";
import { swarm } from "./swarm.ts";

const points = ["shop.pay", "bank.move", "checkpoint SUCCEED pay", "invocation start", "wake-up"];

describe("a swarm", () => {
  it("draws the same trouble from the same seed, and other trouble from another", () => {
    expect(troubleOf("a")).toEqual(troubleOf("a"));
    expect(troubleOf("b")).not.toEqual(troubleOf("a"));
  });

  it("leaves most families out of a trial, and none out of all", () => {
    const familiesByTrial = trials(400).map(
      (struck) => new Set(struck.map(({ family }) => family)),
    );
    const sizes = familiesByTrial.map((families) => families.size);

    expect(Math.max(...sizes)).toBeLessThan(faultFamilies.length);
    expect(sizes.filter((size) => size <= 4).length).toBeGreaterThan(300);
    // The points above have no callback, timer or invoked function, which the two others need.
    expect(new Set(familiesByTrial.flatMap((families) => Array.from(families)))).toEqual(
      new Set<FaultFamily>(faultFamilies.filter((family) => family !== "outside")),
    );
  });

  it("strikes only with what is possible there, in the families that it may", () => {
    const struck = trials(200, ["crash"])
      .flat()
      .filter((one) => !isOfIncident(one));

    expect(struck.length).toBeGreaterThan(50);
    expect(new Set(struck.map(({ family }) => family))).toEqual(new Set(["crash"]));
  });

  it("lets the world heal: a dozen faults at most, and incidents of some days", () => {
    const crashing = trials(300, ["crash"]);

    for (const struck of crashing) {
      expect(struck.filter((one) => !isOfIncident(one)).length).toBeLessThanOrEqual(12);
    }
    // 8 days, a pause of as long at most twice, and 8 days again.
    const refused = crashing.flat().filter((one) => isOfIncident(one));
    expect(refused.length).toBeGreaterThan(1_000);
    expect(Math.max(...refused.map(({ atMs }) => atMs))).toBeLessThan(25 * dayMs);
  });

  it("has brownouts, in which some calls fail in this way or that, others are slow, and some go well", () => {
    const calls = trials(300, ["crash"])
      .map((struck) => struck.filter(({ at }) => at === "shop.pay"))
      .map((struck) => struck.filter((one) => isOfIncident(one)));
    const brownouts = calls.filter((struck) => struck.some(({ fault }) => fault === "slow-down"));
    const longOnes = brownouts.filter((struck) => struck.length > 20);

    expect(longOnes.length).toBeGreaterThan(3);
    for (const struck of longOnes) {
      expect(new Set(struck.map(({ fault }) => fault)).size).toBeGreaterThan(3);
    }
    // A pass a minute: where one is missing in between, that call went well.
    const isSpared = (struck: readonly Struck[]) =>
      struck.some(({ nth }, index) => nth - (struck[index - 1]?.nth ?? nth - 1) > 1);
    expect(longOnes.some((struck) => isSpared(struck))).toBe(true);
    expect(calls.some((struck) => struck.length > 20 && !isSpared(struck))).toBe(true);
  });

  it("has incidents, in which a service is down for all calls and no other may be", () => {
    const outages = trials(300, ["crash"])
      .map((struck) => struck.filter(({ at }) => placeOf(at) === "call"))
      .map((struck) => struck.filter((one) => isOfIncident(one)))
      .filter((refused) => refused.length > 20);
    const isOfOne = (refused: readonly Struck[]) => new Set(refused.map(({ at }) => at)).size === 1;

    expect(outages.some(isOfOne)).toBe(true);
    expect(outages.some((refused) => !isOfOne(refused))).toBe(true);
  });

  it("has incidents that hit AWS as well, so that nothing is stored while they last", () => {
    const incidents = trials(300, ["crash"]).map((struck) =>
      struck.filter((one) => isOfIncident(one)),
    );
    const hits = (struck: readonly Struck[], place: string) =>
      struck.some(({ at }) => placeOf(at) === place);
    const hitBoth = incidents.filter((one) => hits(one, "checkpoint") && hits(one, "call"));

    expect(hitBoth.length).toBeGreaterThan(5);
    expect(hitBoth.length).toBeLessThan(incidents.filter((one) => hits(one, "call")).length / 2);
  });
});

/** Where only crashes may strike, whatever else does is of an incident. */
function isOfIncident({ family }: Struck): boolean {
  return family !== "crash";
}

interface Struck {
  readonly at: string;
  readonly nth: number;
  readonly atMs: number;
  readonly fault: Fault;
  readonly family: FaultFamily;
}

const dayMs = 86_400_000;

function trials(count: number, families?: readonly FaultFamily[]): readonly (readonly Struck[])[] {
  return Array.from({ length: count }, (_, trial) => troubleOf(`trial ${trial}`, families));
}

/** What strikes in a trial that passes each point every minute for three hours, then every day. */
function troubleOf(
  seed: string,
  families: readonly FaultFamily[] = faultFamilies,
): readonly Struck[] {
  const adversary = swarm(families, new RandomSource(seed).stream("adversary"));
  const moments = Array.from({ length: 200 }, (_, minute) =>
    minute < 180 ? minute * 60_000 : (minute - 179) * 10 * dayMs,
  );
  return moments.flatMap((atMs, index) =>
    points.flatMap((at) => {
      const point = { at, nth: index + 1, progress: index, nthAtProgress: 1, faults: faultsAt(at) };
      const fault = adversary(point, atMs);
      return fault === undefined
        ? []
        : [{ at, nth: index + 1, atMs, fault, family: familyOf(placeOf(at), fault) }];
    }),
  );
}
