import { describe, expect, it } from "vitest";
import { faultNames, findingId } from "./finding-id.ts";

const identity = {
  world: "order",
  kind: "violation",
  invariant: "no-charge-without-refund",
  tier: "saga",
  faults: ["lose-reply at payment.charge"],
  ending: "FAILED",
} as const;

describe("the id of a finding", () => {
  it("never changes: issues and reports of other nights have it", () => {
    expect(findingId(identity)).toBe("6b54e46f");
  });

  it("tells apart all that makes findings different", () => {
    const others = [
      { world: "other" },
      { kind: "hang" },
      { invariant: "other" },
      { tier: "platform" },
      { faults: [] },
      { ending: "SUCCEEDED" },
    ] as const;

    const ids = others.map((change) => findingId({ ...identity, ...change }));
    expect(new Set([findingId(identity), ...ids]).size).toBe(7);
  });
});

describe("the names of faults", () => {
  it("are sorted, without passes, and each there once", () => {
    const strikes = [
      { at: "payment.charge", fault: "lose-reply", nth: 2 },
      { at: "mail.send", fault: "refuse", nth: 1 },
      { at: "payment.charge", fault: "lose-reply", nth: 3 },
    ];

    expect(faultNames(strikes)).toEqual(["lose-reply at payment.charge", "refuse at mail.send"]);
  });
});
