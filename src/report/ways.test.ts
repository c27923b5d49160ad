import { describe, expect, it } from "vitest";
import type { OtherWays } from "../search/finding.ts";
import { renderWays } from "./ways.ts";

function way(at: string, trials: number): OtherWays["told"][number] {
  const faults = [{ at, from: 1, times: 1, fault: "refuse" }] as const;
  const expected = { verdict: "violated", invariants: ["paid-once"] } as const;
  const scenario = { version: 1, name: at, world: "shop", input: {}, seed: 1 } as const;
  return {
    scenario: { ...scenario, faults: [...faults], expect: expected },
    status: "FAILED",
    trials,
  };
}

describe("other ways of a finding", () => {
  it("are not mentioned where there are none", () => {
    expect(renderWays({ told: [], unknown: 0 }, [])).toBeUndefined();
  });

  it("have a line each, with the command that replays them", () => {
    const ways = { told: [way("shop.pay", 1), way("shop.ship", 7)], unknown: 0 };

    expect(renderWays(ways, ["replay a.json", "replay b.json"])).toBe(
      [
        "",
        "  Also by refuse at shop.pay, 1st call: FAILED, in 1 trial",
        "    Replay  replay a.json",
        "  Also by refuse at shop.ship, 1st call: FAILED, in 7 trials",
        "    Replay  replay b.json",
      ].join("\n"),
    );
  });

  it("are three at most, and what is left is counted", () => {
    const told = ["a.a", "a.b", "a.c", "a.d", "a.e"].map((at) => way(at, 1));

    expect(renderWays({ told, unknown: 44 }, [])?.split("\n").slice(-1)).toEqual([
      "  Also    2 further ways saved, 44 trials not looked at",
    ]);
  });
});
