import { describe, expect, it } from "vitest";
import { callFaults } from "../faults/fault.ts";
import { RandomSource } from "../kernel/random.ts";
import { type Incident, troubleIn } from "./incident.ts";

const hourMs = 3_600_000;

function brownout(worst: number): Incident {
  return {
    share: 1,
    hitsCheckpoints: false,
    beginsMs: 0,
    endsMs: hourMs,
    relapseMs: 2 * hourMs,
    salt: 1,
    worst,
    random: new RandomSource("brownout").stream("calls"),
  };
}

/** Of a thousand calls at that time, how many meet trouble, and of these how many are only slow. */
function troubleAt(incident: Incident, atMs: number) {
  const faults = Array.from({ length: 1_000 }, () =>
    troubleIn(incident, { at: "shop.pay", faults: callFaults }, atMs),
  ).filter((fault) => fault !== undefined);
  return { met: faults.length, slow: faults.filter((fault) => fault === "slow-down").length };
}

describe("a brownout", () => {
  it("comes and goes: few calls meet it at first, all in the middle, few at the end", () => {
    const incident = brownout(0.5);

    expect(troubleAt(incident, 0).met).toBe(0);
    const early = troubleAt(incident, hourMs / 16).met;
    const late = troubleAt(incident, (hourMs * 15) / 16).met;
    for (const few of [early, late]) {
      expect(few).toBeGreaterThan(150);
      expect(few).toBeLessThan(350);
    }
    expect(troubleAt(incident, hourMs / 2).met).toBe(1_000);
    expect(troubleAt(incident, hourMs).met).toBe(0);
  });

  it("lets as many calls fail as it is bad, and makes the others slow", () => {
    const { slow } = troubleAt(brownout(0.25), hourMs / 2);

    expect(slow).toBeGreaterThan(700);
    expect(slow).toBeLessThan(800);
  });

  it("comes back for as long again", () => {
    expect(troubleAt(brownout(0.5), 1.5 * hourMs).met).toBe(0);
    expect(troubleAt(brownout(0.5), 2.5 * hourMs).met).toBe(1_000);
    expect(troubleAt(brownout(0.5), 3 * hourMs).met).toBe(0);
  });
});

describe("an incident in which services are down", () => {
  it("refuses every call from its beginning to its end", () => {
    const down = brownout(1);

    expect(troubleAt(down, 0)).toEqual({ met: 1_000, slow: 0 });
    expect(troubleAt(down, hourMs - 1)).toEqual({ met: 1_000, slow: 0 });
  });
});
