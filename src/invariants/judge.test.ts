import { describe, expect, it } from "vitest";
import { BugError, UsageError } from "../kernel/errors.ts";
import type { Invariant } from "./invariant.ts";
import { judge } from "./judge.ts";
import { OrderStory } from "./order-story.test-support.ts";

describe("judge", () => {
  it("finds nothing when every invariant holds", () => {
    expect(judge([holds, holds], new OrderStory())).toEqual([]);
  });

  it("reports every violation, in the order of the list", () => {
    const violations = judge([breaks("second-first"), holds, breaks("a-last")], new OrderStory());

    expect(violations).toEqual([
      { invariant: "second-first", violation: { message: "second-first broke", witnesses: [0] } },
      { invariant: "a-last", violation: { message: "a-last broke", witnesses: [0] } },
    ]);
  });

  it("names the invariant that threw, and keeps what it threw", () => {
    const cause = new TypeError("total of undefined");

    const error = thrownBy(throwing(cause));

    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      message:
        'invariant "throwing" threw "TypeError: total of undefined"; return { message, witnesses } when it breaks, undefined when it holds',
      cause,
    });
  });

  it("does not blame the user for a bug of ours", () => {
    const bug = new BugError("no end");

    expect(thrownBy(throwing(bug))).toBe(bug);
  });
});

const holds: Invariant = { name: "holds", check: () => undefined };

function breaks(name: string): Invariant {
  return { name, check: () => ({ message: `${name} broke`, witnesses: [0] }) };
}

function throwing(error: Error): Invariant {
  return {
    name: "throwing",
    check() {
      throw error;
    },
  };
}

function thrownBy(invariant: Invariant): unknown {
  try {
    return judge([invariant], new OrderStory());
  } catch (error) {
    return error;
  }
}
