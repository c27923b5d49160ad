import { describe, expect, it } from "vitest";
import { shipping } from "./shipping.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("shipping", () => {
  it("creates a parcel for each request, also for a repeated one", async () => {
    const { floor, client, ledger } = carrier();

    const answers = await floor.answers(
      () => client.create("o1", addressIn("12345"), []),
      () => client.create("o1", addressIn("12345"), []),
    );

    expect(answers).toEqual([{ trackingId: "TRK-1" }, { trackingId: "TRK-2" }]);
    expect(ledger.parcels.map(({ trackingId, orderId }) => [trackingId, orderId])).toEqual([
      ["TRK-1", "o1"],
      ["TRK-2", "o1"],
    ]);
    expect(ledger.parcels.map(({ event }) => floor.trace.events[event])).toEqual([
      expect.objectContaining({ call: 1, what: "created parcel TRK-1" }),
      expect.objectContaining({ call: 2, what: "created parcel TRK-2" }),
    ]);
  });

  it("refuses an address it does not deliver to, and creates nothing", async () => {
    const { floor, client, ledger } = carrier();

    const answers = await floor.answers(() => client.create("o1", addressIn("00000"), []));

    expect(answers).toEqual(["Error: no carrier delivers to 00000"]);
    expect(ledger.parcels).toEqual([]);
  });
});

function carrier() {
  const floor = new ShopFloor();
  const make = shipping({
    undeliverableZips: ["00000"],
    undeliverableError: (message) => new Error(message),
  });
  return { floor, ...make("shipping", floor.boundary) };
}

function addressIn(zip: string) {
  return { street: "Main Street 1", city: "Springfield", zip };
}
