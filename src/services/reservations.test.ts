import { describe, expect, it } from "vitest";
import { cups, moves, pots, warehouse } from "./reservations.test-support.ts";

describe("a reservation", () => {
  it("holds units, and is committed", async () => {
    const { ask, ledger, told } = warehouse();

    expect(await ask((house) => house.reserve("r1", "o1", [cups(2), pots(1)]))).toBe(
      "r1 held: 2 cup, 1 pot",
    );
    expect(await ask((house) => house.commit("r1"))).toBe("r1 committed: 2 cup, 1 pot");
    expect(await ask((house) => house.get("r1"))).toBe("r1 committed: 2 cup, 1 pot");
    expect(ledger).toMatchObject({
      onHand: { cup: 3, pot: 1 },
      reservations: [{ id: "r1", orderId: "o1", expiresAtMs: 50 + 86_400_000 }],
      oversold: [],
    });
    expect(moves(ledger.reservations[0])).toEqual(["held at 50", "committed at 100"]);
    expect(told()).toEqual(["holds 2 x cup, 1 x pot as r1", "committed r1", "read"]);
  });

  it("is as it was a minute ago, where it is read from a replica", async () => {
    const strikes = { at: "warehouse.get", from: 1, times: 2, fault: "stale-read" } as const;
    const { ask, wait } = warehouse({}, [strikes]);

    await ask((house) => house.reserve("r1", "o1", [cups(1)]));
    expect(await ask((house) => house.get("r1"))).toBe("404 reservation_missing");
    await wait(60_000);
    await ask((house) => house.commit("r1"));
    expect(await ask((house) => house.get("r1"))).toBe("r1 held: 1 cup");
    expect(await ask((house) => house.get("r1"))).toBe("r1 committed: 1 cup");
  });

  it("points its moves at the events that show them", async () => {
    const { ask, floor, ledger } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(2)]));
    await ask((house) => house.release("r1"));

    const events = (ledger.reservations[0]?.moves ?? []).map(({ event }) => event);
    expect(events.map((event) => floor.trace.events[event])).toMatchObject([
      { kind: "call.applied", what: "holds 2 x cup as r1" },
      { kind: "call.applied", what: "released r1" },
    ]);
  });

  it("may hold less than was asked for, which its answer tells in small print", async () => {
    const short = [{ at: "warehouse.reserve", from: 1, times: 1, fault: "fall-short" }] as const;
    const { ask, told } = warehouse({}, short);

    expect(await ask((house) => house.reserve("r1", "o1", [pots(1), cups(2)]))).toBe(
      "r1 held: 1 pot, 1 cup",
    );
    // Asked again, it is the same reservation, and no other one.
    expect(await ask((house) => house.reserve("r1", "o1", [pots(1), cups(2)]))).toBe(
      "r1 held: 1 pot, 1 cup",
    );
    expect(await ask((house) => house.reserve("r1", "o1", [pots(1), cups(1)]))).toBe(
      "409 reservation_differs",
    );
    expect(await ask((house) => house.reserve("r2", "o2", [cups(2)]))).toBe("r2 held: 2 cup");
    expect(told()).toContain("holds 1 x pot, 1 x cup as r1");
  });

  it("may hold nothing at all of a line with one unit", async () => {
    const short = [{ at: "warehouse.reserve", from: 1, times: 1, fault: "fall-short" }] as const;
    const { ask, told } = warehouse({}, short);

    expect(await ask((house) => house.reserve("r1", "o1", [pots(1)]))).toBe("r1 held: ");
    expect(told()).toEqual(["holds nothing as r1"]);
  });

  it("takes all lines or none", async () => {
    const { ask, ledger } = warehouse();

    expect(await ask((house) => house.reserve("r1", "o1", [cups(1), pots(2)]))).toBe(
      "409 out_of_stock",
    );
    expect(ledger.reservations).toEqual([]);
    expect(await ask((house) => house.get("r1"))).toBe("404 reservation_missing");
  });

  it("counts an article once, however many lines it has", async () => {
    const { ask } = warehouse();

    expect(await ask((house) => house.reserve("r1", "o1", [cups(2), cups(2)]))).toBe(
      "409 out_of_stock",
    );
    expect(await ask((house) => house.reserve("r2", "o2", [cups(1), cups(2)]))).toBe(
      "r2 held: 1 cup, 2 cup",
    );
    expect(await ask((house) => house.reserve("r3", "o3", [cups(1)]))).toBe("409 out_of_stock");
  });

  it("gets the last unit, and the next one gets none", async () => {
    const { ask } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(2)]));
    expect(await ask((house) => house.reserve("r2", "o2", [cups(2)]))).toBe("409 out_of_stock");
    expect(await ask((house) => house.reserve("r3", "o3", [cups(1)]))).toBe("r3 held: 1 cup");
  });

  it("can be asked for again once there is enough", async () => {
    const { ask } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await ask((house) => house.reserve("r2", "o2", [cups(1)]));
    await ask((house) => house.release("r1"));

    expect(await ask((house) => house.reserve("r2", "o2", [cups(1)]))).toBe("r2 held: 1 cup");
  });

  it.each([
    [[]],
    [[cups(0)]],
    [[cups(-1)]],
    [[cups(0.5)]],
    [[cups(Number.NaN)]],
    [[cups(1), cups(0)]],
  ])("of %j is no reservation", async (lines) => {
    const { ask, ledger } = warehouse();

    expect(await ask((house) => house.reserve("r1", "o1", lines))).toBe("400 invalid_lines");
    expect(ledger.reservations).toEqual([]);
  });

  it.each(["saucer", "constructor", "toString", "__proto__", ""])(
    "of an article that the house does not have gets none: %j",
    async (sku) => {
      const { ask } = warehouse();

      expect(await ask((house) => house.reserve("r1", "o1", [{ sku, qty: 1 }]))).toBe(
        "409 out_of_stock",
      );
    },
  );

  it("takes no article's name for anything else", async () => {
    const onHand: unknown = JSON.parse(`{ "__proto__": 1, "constructor": 1 }`);
    const { ask } = warehouse({ onHand: onHand as Record<string, number> });

    for (const sku of ["__proto__", "constructor"]) {
      const lines = [{ sku, qty: 1 }];
      expect(await ask((house) => house.reserve(sku, "o1", lines))).toBe(`${sku} held: 1 ${sku}`);
      expect(await ask((house) => house.reserve("r2", "o1", lines))).toBe("409 out_of_stock");
    }
  });
});

describe("an id that is known", () => {
  it("makes a repeat the same reservation", async () => {
    const { ask, ledger } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(2)]));
    expect(await ask((house) => house.reserve("r1", "o1", [cups(2)]))).toBe("r1 held: 2 cup");
    expect(moves(ledger.reservations[0])).toEqual(["held at 50"]);
    expect(ledger.reservations).toHaveLength(1);
  });

  it("is for one order, and for its units in any order", async () => {
    const { ask, ledger } = warehouse();
    const cup = { sku: "cup", qty: 1 };
    const pot = { sku: "pot", qty: 1 };

    await ask((client) => client.reserve("r1", "o1", [cup, pot]));

    expect(await ask((client) => client.reserve("r1", "o1", [pot, cup]))).toContain("held");
    expect(await ask((client) => client.reserve("r1", "o2", [cup, pot]))).toContain(
      "reservation_differs",
    );
    expect(ledger.reservations).toHaveLength(1);
  });

  it("is over once it was released, and no success to ask for again", async () => {
    const { ask } = warehouse();
    const reserve = async () =>
      ask((client) => client.reserve("r1", "o1", [{ sku: "cup", qty: 1 }]));

    await reserve();
    await ask((client) => client.release("r1"));

    expect(await reserve()).toContain("reservation_released");
  });

  it("tells a repeat what has become of it", async () => {
    const { ask, ledger } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(2)]));
    await ask((house) => house.commit("r1"));
    expect(await ask((house) => house.reserve("r1", "o1", [cups(2)]))).toBe("r1 committed: 2 cup");
    expect(ledger.reservations).toHaveLength(1);
  });

  it.each([[[cups(1)]], [[cups(2), pots(1)]], [[pots(2)]]])(
    "is for no other lines: %j",
    async (lines) => {
      const { ask } = warehouse();

      await ask((house) => house.reserve("r1", "o1", [cups(2)]));
      expect(await ask((house) => house.reserve("r1", "o1", lines))).toBe(
        "409 reservation_differs",
      );
      expect(await ask((house) => house.get("r1"))).toBe("r1 held: 2 cup");
    },
  );

  it("can be committed twice, and not be released then", async () => {
    const { ask, ledger } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await ask((house) => house.commit("r1"));

    expect(await ask((house) => house.commit("r1"))).toBe("r1 committed: 3 cup");
    expect(await ask((house) => house.release("r1"))).toBe("409 reservation_committed");
    expect(moves(ledger.reservations[0])).toEqual(["held at 50", "committed at 100"]);
    expect(await ask((house) => house.reserve("r2", "o2", [cups(1)]))).toBe("409 out_of_stock");
  });

  it("can be released twice, and not be committed then", async () => {
    const { ask, ledger } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));

    expect(await ask((house) => house.release("r1"))).toBe("r1 released: 3 cup");
    expect(await ask((house) => house.release("r1"))).toBe("r1 released: 3 cup");
    expect(await ask((house) => house.commit("r1"))).toBe("409 reservation_released");
    expect(moves(ledger.reservations[0])).toEqual(["held at 50", "released at 100"]);
  });

  it("gives its units back once, however often it is released", async () => {
    const { ask } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(1)]));
    await ask((house) => house.reserve("r2", "o2", [cups(2)]));
    await ask((house) => house.release("r1"));
    await ask((house) => house.release("r1"));

    expect(await ask((house) => house.reserve("r3", "o3", [cups(2)]))).toBe("409 out_of_stock");
    expect(await ask((house) => house.reserve("r4", "o4", [cups(1)]))).toBe("r4 held: 1 cup");
  });
});
