import { describe, expect, it } from "vitest";
import { renderMoment } from "./decisive.ts";

const moment = {
  at: "payment.charge",
  nth: 5,
  atMs: 8_370,
  fault: "lose-reply",
  before: { hits: 2, of: 60 },
  behind: { hits: 58, of: 60 },
} as const;

describe("the decisive moment in words", () => {
  it("is a call and its time, and what chance makes of it from there on and before", () => {
    expect(renderMoment(moment)).toBe(
      "payment.charge, 5th call (8.4 s): from here 97 % of 60 random continuations break it, before 3 %",
    );
  });

  it("says so where it was a thing that went well", () => {
    expect(
      renderMoment({ ...moment, at: "checkpoint SUCCEED ship", nth: 1, fault: undefined }),
    ).toBe(
      "checkpoint SUCCEED ship, 1st time (8.4 s), where nothing went wrong: from here 97 % of 60 random continuations break it, before 3 %",
    );
  });
});
