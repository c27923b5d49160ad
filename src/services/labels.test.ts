import { describe, expect, it } from "vitest";
import type { CallFault } from "../faults/fault.ts";
import { type LabelsClient, type LabelsOptions, type ShipmentView, labels } from "./labels.ts";
import type { ProviderError } from "./provider-error.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

const approved = { approved: true, message: "voided shp_1" };

describe("a shipment", () => {
  it("is created first, then bought, and then has a label", async () => {
    const { ask, ledger } = carrier();

    expect(await ask((house) => house.create("ref-1", "o1", "1000"))).toBe("shp_1 ref-1 created");
    expect(await ask((house) => house.find("ref-1"))).toBe("shp_1 ref-1 created");
    expect(await ask((house) => house.buy("shp_1"))).toBe("shp_1 ref-1 purchased TRK-shp_1");
    expect(await ask((house) => house.find("ref-1"))).toBe("shp_1 ref-1 purchased TRK-shp_1");
    expect(ledger.shipments).toMatchObject([
      { id: "shp_1", reference: "ref-1", orderId: "o1", zip: "1000" },
    ]);
    expect(moves(ledger)).toEqual(["created at 50", "purchased at 150"]);
  });

  it("points its moves at the events that show them", async () => {
    const { ask, client, floor, ledger } = carrier();

    await ask((house) => house.create("ref-1", "o1", "1000"));
    await ask((house) => house.buy("shp_1"));
    await floor.answers(() => client.void("shp_1"));

    const events = (ledger.shipments[0]?.moves ?? []).map(({ event }) => event);
    expect(events.map((event) => floor.trace.events[event])).toMatchObject([
      { kind: "call.applied", what: "created shp_1" },
      { kind: "call.applied", what: "bought a label for shp_1" },
      { kind: "call.applied", what: "voided shp_1" },
    ]);
  });

  it("is the same for the same reference, and another for another", async () => {
    const { ask, ledger } = carrier();

    await ask((house) => house.create("ref-1", "o1", "1000"));
    expect(await ask((house) => house.create("ref-1", "o1", "1000"))).toBe("shp_1 ref-1 created");
    expect(await ask((house) => house.create("ref-2", "o1", "1000"))).toBe("shp_2 ref-2 created");
    expect(await ask((house) => house.find("ref-2"))).toBe("shp_2 ref-2 created");
    expect(ledger.shipments).toHaveLength(2);
  });

  it("is told by its reference as it is by now", async () => {
    const { ask, ledger } = carrier();

    await ask((house) => house.create("ref-1", "o1", "1000"));
    await ask((house) => house.buy("shp_1"));

    expect(await ask((house) => house.create("ref-1", "o1", "1000"))).toBe(
      "shp_1 ref-1 purchased TRK-shp_1",
    );
    expect(ledger.shipments).toHaveLength(1);
  });

  it("that nobody created is not found", async () => {
    const { ask, floor, client } = carrier();

    expect(await ask((house) => house.buy("shp_1"))).toBe("404 SHIPMENT.NOT_FOUND");
    expect(await ask((house) => house.find("ref-1"))).toBe("404 SHIPMENT.NOT_FOUND");
    expect(await floor.answers(() => client.void("shp_1"))).toEqual([
      "ProviderError: there is no shp_1",
    ]);
  });
});

describe("a shipment that is read from a replica", () => {
  it("is not there yet, in the minute after it was created", async () => {
    const { ask } = carrier({}, "stale-read", 1, "labels.find");

    await ask((house) => house.create("ref-1", "o1", "1000"));

    expect(await ask((house) => house.find("ref-1"))).toBe("404 SHIPMENT.NOT_FOUND");
    expect(await ask((house) => house.find("ref-1"))).toBe("shp_1 ref-1 created");
  });

  it("has no label yet, where that was bought after what the replica has seen", async () => {
    const { ask } = carrier({ lagMs: 75 }, "stale-read", 1, "labels.find");

    await ask((house) => house.create("ref-1", "o1", "1000"));
    await ask((house) => house.buy("shp_1"));

    expect(await ask((house) => house.find("ref-1"))).toBe("shp_1 ref-1 created");
  });
});

describe("a label", () => {
  it("is bought once", async () => {
    const { ask, ledger } = carrier();

    await ask((house) => house.create("ref-1", "o1", "1000"));
    await ask((house) => house.buy("shp_1"));

    expect(await ask((house) => house.buy("shp_1"))).toBe("422 SHIPMENT.POSTAGE.EXISTS");
    expect(moves(ledger)).toEqual(["created at 50", "purchased at 100"]);
  });

  it.each([
    [{}, 19, "409 SHIPMENT.PURCHASE.IN_PROGRESS"],
    [{}, 20, "422 SHIPMENT.POSTAGE.EXISTS"],
    [{ processingMs: 500 }, 499, "409 SHIPMENT.PURCHASE.IN_PROGRESS"],
    [{ processingMs: 500 }, 500, "422 SHIPMENT.POSTAGE.EXISTS"],
  ])("is being bought for a while: %j, %d ms later", async (options, ms, answer) => {
    const { ask, floor, client, ledger } = carrier(options);
    await ask((house) => house.create("ref-1", "o1", "1000"));

    floor.watch(client.buy("shp_1"));
    const answers: string[] = [];
    floor.loop.schedule(floor.caller, ms, () => {
      floor.watch(
        client
          .buy("shp_1")
          .then(line, problem)
          .then((text) => answers.push(text)),
      );
    });
    await floor.run();

    expect(answers).toEqual([answer]);
    expect(moves(ledger)).toEqual(["created at 50", "purchased at 100"]);
  });

  it("is not to be had for where nobody delivers, which is found out when it is bought", async () => {
    const { ask, ledger } = carrier({ undeliverableZips: ["9999"] });

    expect(await ask((house) => house.create("ref-1", "o1", "9999"))).toBe("shp_1 ref-1 created");
    expect(await ask((house) => house.buy("shp_1"))).toBe("422 ADDRESS.UNDELIVERABLE");
    expect(await ask((house) => house.find("ref-1"))).toBe("shp_1 ref-1 created");
    expect(moves(ledger)).toEqual(["created at 50"]);
    await ask((house) => house.create("ref-2", "o2", "1000"));
    expect(await ask((house) => house.buy("shp_2"))).toBe("shp_2 ref-2 purchased TRK-shp_2");
  });
});

describe("a void", () => {
  it("takes the label back for good", async () => {
    const { ask, floor, client } = await withLabel();

    expect(await floor.answers(() => client.void("shp_1"))).toEqual([approved]);
    expect(await ask((house) => house.find("ref-1"))).toBe("shp_1 ref-1 voided");
    expect(await ask((house) => house.buy("shp_1"))).toBe("422 SHIPMENT.POSTAGE.REFUNDED");
    expect(await ask((house) => house.create("ref-1", "o1", "1000"))).toBe("shp_1 ref-1 voided");
  });

  it("may be repeated, and is one", async () => {
    const { floor, client, ledger } = await withLabel();

    const answers = await floor.answers(
      () => client.void("shp_1"),
      () => client.void("shp_1"),
    );

    expect(answers).toEqual([approved, { approved: true, message: "shp_1 was voided before" }]);
    expect(moves(ledger)).toEqual(["created at 50", "purchased at 100", "voided at 150"]);
  });

  it("of no label is not approved, and the label can be bought yet", async () => {
    const { ask, floor, client } = carrier();
    await ask((house) => house.create("ref-1", "o1", "1000"));

    expect(await floor.answers(() => client.void("shp_1"))).toEqual([
      { approved: false, message: "shp_1 has no label" },
    ]);
    expect(await ask((house) => house.buy("shp_1"))).toBe("shp_1 ref-1 purchased TRK-shp_1");
  });

  it("may be disapproved, in an answer that is no error, and be asked for again", async () => {
    const { floor, client, ledger } = await withLabel("disapprove");

    expect(await floor.answers(() => client.void("shp_1"))).toEqual([
      { approved: false, message: "too soon to void shp_1" },
    ]);
    expect(moves(ledger)).toEqual(["created at 50", "purchased at 100"]);
    expect(await floor.answers(() => client.void("shp_1"))).toEqual([approved]);
  });

  it("that was done cannot be disapproved any more", async () => {
    const { floor, client } = await withLabel("disapprove", 2);

    const answers = await floor.answers(
      () => client.void("shp_1"),
      () => client.void("shp_1"),
    );

    expect(answers).toMatchObject([{ approved: true }, { approved: true }]);
  });
});

/** A carrier with one caller; the fault strikes a void. */
function carrier(
  options: Partial<LabelsOptions> = {},
  fault?: CallFault,
  from = 1,
  at = "labels.void",
) {
  const floor = new ShopFloor(fault === undefined ? [] : [{ at, from, times: 1, fault }]);
  const { client, ledger } = labels({ undeliverableZips: [], ...options })(
    "labels",
    floor.boundary,
  );
  const ask = async (call: (house: LabelsClient) => Promise<ShipmentView>) =>
    String((await floor.answers(() => call(client).then(line, problem)))[0]);
  return { floor, client, ledger, ask };
}

/** The same, where a label was bought. */
async function withLabel(fault?: CallFault, from?: number) {
  const house = carrier({}, fault, from);
  await house.ask((client) => client.create("ref-1", "o1", "1000"));
  await house.ask((client) => client.buy("shp_1"));
  return house;
}

function moves({ shipments }: ReturnType<typeof carrier>["ledger"]): readonly string[] {
  return shipments.flatMap((shipment) =>
    shipment.moves.map((move) => `${move.kind} at ${move.atMs}`),
  );
}

function line({ id, reference, status, trackingId }: ShipmentView): string {
  return [id, reference, status, trackingId].filter((part) => part !== undefined).join(" ");
}

function problem({ status, code }: ProviderError): string {
  return `${status} ${code}`;
}
