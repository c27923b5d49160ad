import { describe, expect, it } from "vitest";
import { invalidOrderCallsNoService } from "./invalid-order-calls-no-service.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("invalid-order-calls-no-service", () => {
  it("lets a valid order call services and succeed", () => {
    const story = new OrderStory().charges(50).ends("SUCCEEDED");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("accepts an order without items that fails at once", () => {
    const story = new OrderStory([]).ends("FAILED");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("finds the first call for an order without items", () => {
    const story = new OrderStory([]).calls("inventory.reserve").charges(0).ends("SUCCEEDED");

    expect(verdictOn(invariant, story)).toEqual({
      message: "the order is not valid, but inventory.reserve was called",
      witnesses: ["inventory.reserve requested (call 1)"],
    });
  });

  it("finds an order without items that succeeds", () => {
    const story = new OrderStory([]).ends("SUCCEEDED");

    expect(verdictOn(invariant, story)).toEqual({
      message: "the order is not valid, but its execution succeeded",
      witnesses: ["execution.ended"],
    });
  });
});

const invariant = invalidOrderCallsNoService<OrderStory["input"]>(({ items }) => items.length > 0);
