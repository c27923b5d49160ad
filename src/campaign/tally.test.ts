import { describe, expect, it } from "vitest";
import { type Tally, emptyTally, sumOf, tallySchema } from "./tally.ts";

const one: Tally = {
  ...emptyTally(["a", "b"]),
  trials: 3,
  shrinkingTrials: 2,
  faults: 5,
  coverage: { "mail.send": { refuse: 1, duplicate: 0 } },
  hits: { "00000001": 2 },
};
const other: Tally = {
  ...emptyTally(["b", "c"]),
  trials: 4,
  faults: 1,
  coverage: { "mail.send": { refuse: 2 }, "wake-up": { late: 7 } },
  hits: { "00000001": 1, "00000002": 1 },
};

describe("the sum of two tallies", () => {
  it("has all of both, and of what nobody saw only what neither saw", () => {
    expect(sumOf(one, other)).toMatchObject({
      trials: 7,
      shrinkingTrials: 2,
      faults: 6,
      coverage: { "mail.send": { refuse: 3, duplicate: 0 }, "wake-up": { late: 7 } },
      unseen: ["b"],
      hits: { "00000001": 3, "00000002": 1 },
    });
  });

  it("is the same the other way round, and with nothing the same as without", () => {
    expect(sumOf(other, one)).toEqual(sumOf(one, other));
    expect(sumOf(emptyTally(["a", "b"]), one)).toEqual(one);
  });

  it("survives being written down", () => {
    expect(tallySchema.parse(JSON.parse(JSON.stringify(sumOf(one, other))))).toEqual(
      sumOf(one, other),
    );
  });
});
