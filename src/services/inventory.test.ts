import { describe, expect, it } from "vitest";
import { inventory } from "./inventory.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("inventory", () => {
  it("reserves all items or none", async () => {
    const { floor, client, ledger } = warehouse();

    const answers = await floor.answers(
      () => client.reserve("o1", [item("cup", 2), item("pot", 2)]),
      () => client.reserve("o1", [item("cup", 2), item("pot", 1)]),
    );

    expect(answers).toEqual(["Error: pot is out of stock", { id: "res_1" }]);
    expect(ledger.movements.map(summary)).toEqual([
      "reserved 2 cup for o1",
      "reserved 1 pot for o1",
    ]);
  });

  it("sums the lines of one article before it looks at the stock", async () => {
    const { floor, client, ledger } = warehouse();

    const answers = await floor.answers(
      () => client.reserve("o1", [item("cup", 2), item("cup", 2)]),
      () => client.reserve("o1", [item("cup", 1), item("cup", 2)]),
    );

    expect(answers).toEqual(["Error: cup is out of stock", { id: "res_1" }]);
    expect(ledger.movements.map(summary)).toEqual(["reserved 3 cup for o1"]);
  });

  it("counts what other orders hold, and what they gave back", async () => {
    const { floor, client } = warehouse();

    const answers = await floor.answers(
      () => client.reserve("o1", [item("cup", 2)]),
      () => client.reserve("o2", [item("cup", 2)]),
      () => client.cancel("o1", [item("cup", 1)]),
      () => client.reserve("o2", [item("cup", 2)]),
    );

    expect(answers).toEqual([
      { id: "res_1" },
      "Error: cup is out of stock",
      undefined,
      { id: "res_2" },
    ]);
  });

  it("takes a repeated reservation for a new one", async () => {
    const { floor, client, ledger } = warehouse();

    await floor.answers(
      () => client.reserve("o1", [item("cup", 1)]),
      () => client.reserve("o1", [item("cup", 1)]),
    );

    expect(ledger.movements.map(summary)).toEqual([
      "reserved 1 cup for o1",
      "reserved 1 cup for o1",
    ]);
  });

  it("puts back at most what the order itself holds, so repeating it does no harm", async () => {
    const { floor, client, ledger } = warehouse();

    await floor.answers(
      () => client.reserve("o1", [item("cup", 2)]),
      () => client.reserve("o2", [item("cup", 1)]),
      () => client.cancel("o1", [item("cup", 2), item("cup", 2), item("pot", 1)]),
      () => client.cancel("o1", [item("cup", 2)]),
    );

    expect(ledger.movements.map(summary)).toEqual([
      "reserved 2 cup for o1",
      "reserved 1 cup for o2",
      "released 2 cup for o1",
    ]);
  });

  it("has nothing of an article it does not know, whatever its sku", async () => {
    const { floor, client, ledger } = warehouse();

    const answers = await floor.answers(
      () => client.reserve("o1", [item("saucer", 1)]),
      () => client.reserve("o1", [item("constructor", 1)]),
      () => client.reserve("o1", [item("__proto__", 1)]),
    );

    expect(answers).toEqual([
      "Error: saucer is out of stock",
      "Error: constructor is out of stock",
      "Error: __proto__ is out of stock",
    ]);
    expect(ledger.movements).toEqual([]);
  });

  it("shows in the trace what was really set aside or put back", async () => {
    const { floor, client, ledger } = warehouse();

    await floor.answers(
      () => client.reserve("o1", [item("cup", 2), item("pot", 1)]),
      () => client.cancel("o1", [item("cup", 5)]),
      () => client.cancel("o1", [item("cup", 5)]),
    );

    const told = floor.trace.events.flatMap((event) =>
      event.kind === "call.applied" ? event.what : [],
    );
    expect(told).toEqual([
      "reserved res_1: 2 x cup, 1 x pot",
      "released 2 x cup",
      "released nothing",
    ]);
    expect(ledger.movements.map(({ event }) => floor.trace.events[event]?.kind)).toEqual([
      "call.applied",
      "call.applied",
      "call.applied",
    ]);
  });
});

function warehouse() {
  const floor = new ShopFloor();
  const make = inventory({
    onHand: { cup: 3, pot: 1 },
    outOfStockError: (message) => new Error(message),
  });
  return { floor, ...make("inventory", floor.boundary) };
}

function item(sku: string, qty: number) {
  return { sku, qty };
}

function summary(movement: { kind: string; qty: number; sku: string; orderId: string }): string {
  return `${movement.kind} ${movement.qty} ${movement.sku} for ${movement.orderId}`;
}
