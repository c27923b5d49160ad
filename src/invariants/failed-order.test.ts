import { describe, expect, it } from "vitest";
import { BugError } from "../kernel/errors.ts";
import { endOfExecution, nothingLeftByFailedOrder } from "./failed-order.ts";
import { OrderStory } from "./order-story.test-support.ts";

describe("what a failed order leaves behind", () => {
  it.each([
    ["FAILED", "order ORD-1 failed, but a light was on"],
    ["TIMED_OUT", "order ORD-1 timed out, but a light was on"],
    ["STOPPED", "order ORD-1 was stopped, but a light was on"],
  ] as const)("is a violation when the execution ends %s", (status, message) => {
    const story = new OrderStory().ends(status);

    expect(nothingLeftByFailedOrder(story, () => [light])).toEqual({ message, witnesses: [1, 2] });
  });

  it("is not looked for when the order succeeded or its end is not known", () => {
    const unfinished = new OrderStory();
    const succeeded = new OrderStory().ends("SUCCEEDED");

    expect(nothingLeftByFailedOrder(unfinished, lookedTooFar)).toBeUndefined();
    expect(nothingLeftByFailedOrder(succeeded, lookedTooFar)).toBeUndefined();
  });

  it("may be nothing", () => {
    expect(nothingLeftByFailedOrder(new OrderStory().ends("FAILED"), () => [])).toBeUndefined();
  });

  it("is told in one sentence, with each witness once and in trace order", () => {
    const story = new OrderStory().ends("FAILED").calls("door.open").calls("door.close");
    const door = { what: "a door was open", events: [5, 1, 3] };

    expect(nothingLeftByFailedOrder(story, () => [door, light])).toEqual({
      message: "order ORD-1 failed, but a door was open and a light was on",
      witnesses: [1, 2, 3, 5],
    });
  });

  it("cannot be judged without the end of the execution: that is our bug", () => {
    expect(() => endOfExecution(new OrderStory().trace)).toThrow(BugError);
  });
});

const light = { what: "a light was on", events: [1] };

function lookedTooFar(): never {
  throw new Error("looked for leftovers of an order that did not fail");
}
