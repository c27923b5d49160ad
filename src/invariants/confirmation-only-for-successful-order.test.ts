import { describe, expect, it } from "vitest";
import { confirmationOnlyForSuccessfulOrder } from "./confirmation-only-for-successful-order.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("confirmation-only-for-successful-order", () => {
  it("lets a successful order be confirmed", () => {
    const story = new OrderStory().confirms().ends("SUCCEEDED");

    expect(verdictOn(confirmationOnlyForSuccessfulOrder, story)).toBeUndefined();
  });

  it("accepts a failed order whose confirmation never left", () => {
    const story = new OrderStory().calls("notification.send").ends("FAILED");

    expect(verdictOn(confirmationOnlyForSuccessfulOrder, story)).toBeUndefined();
  });

  it("finds the confirmation of a failed order", () => {
    const story = new OrderStory().confirms().ends("FAILED");

    expect(verdictOn(confirmationOnlyForSuccessfulOrder, story)).toEqual({
      message: "order ORD-1 failed, but a confirmation was sent to CUST-1",
      witnesses: ["notification.send applied (call 1)", "execution.ended"],
    });
  });
});
