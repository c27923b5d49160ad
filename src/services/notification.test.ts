import { describe, expect, it } from "vitest";
import { notification } from "./notification.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("notification", () => {
  it("sends a mail for each request, also for a repeated one, and answers nothing", async () => {
    const floor = new ShopFloor();
    const { client, ledger } = notification()("notification", floor.boundary);

    const answers = await floor.answers(
      () => client.send("c1", "o1", "TRK-1"),
      () => client.send("c1", "o1", "TRK-1"),
    );

    expect(answers).toEqual([undefined, undefined]);
    expect(
      ledger.confirmations.map(({ event, ...mail }) => [mail, floor.trace.events[event]]),
    ).toEqual(
      [1, 2].map((call) => [
        { customerId: "c1", orderId: "o1", trackingId: "TRK-1" },
        expect.objectContaining({ call, what: "sent a confirmation to c1" }),
      ]),
    );
  });
});
