import { describe, expect, it } from "vitest";
import { renderSubstitution } from "./substitution.ts";

const burst = { at: "bank.pay", from: 1, times: 1, fault: "lose-reply" } as const;

describe("other kinds of faults in the place of one, in words", () => {
  it("says so where no other kind breaks it", () => {
    expect(renderSubstitution({ burst, breaking: [], passing: ["refuse", "throttle"] })).toBe(
      "only lose-reply breaks it: refuse and throttle do not",
    );
    expect(renderSubstitution({ burst, breaking: [], passing: ["refuse"] })).toBe(
      "only lose-reply breaks it: refuse does not",
    );
  });

  it("tells those that do from those that do not", () => {
    const breaking = ["slow-reply", "stall"] as const;

    expect(renderSubstitution({ burst, breaking, passing: ["refuse"] })).toBe(
      "slow-reply and stall break it as well; refuse does not",
    );
    expect(renderSubstitution({ burst, breaking: ["stall"], passing: [] })).toBe(
      "stall breaks it as well",
    );
  });

  it("says that all of a burst were replaced", () => {
    const lost = { ...burst, times: 5 };

    expect(renderSubstitution({ burst: lost, breaking: ["stall"], passing: ["refuse"] })).toBe(
      "stall breaks it as well, in place of all 5; refuse does not",
    );
    expect(renderSubstitution({ burst: lost, breaking: [], passing: ["refuse"] })).toBe(
      "only lose-reply breaks it: refuse does not, in place of all 5",
    );
  });
});
