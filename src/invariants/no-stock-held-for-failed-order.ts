import type { InventoryLedger } from "../services/ledgers.ts";
import { type IdentifiedOrder, type Leftover, nothingLeftByFailedOrder } from "./failed-order.ts";
import type { Invariant } from "./invariant.ts";
import { movementsOfSameStock, unitsReserved } from "./stock.ts";

/** An order that does not succeed keeps no stock from other customers. */
export const noStockHeldForFailedOrder: Invariant<
  IdentifiedOrder,
  { readonly inventory: InventoryLedger }
> = {
  name: "no-stock-held-for-failed-order",
  check: (trial) => nothingLeftByFailedOrder(trial, () => stockHeld(trial.ledgers.inventory)),
};

function stockHeld({ movements }: InventoryLedger): Leftover[] {
  const held: Leftover[] = [];
  for (const movement of movements) {
    const ofSameStock = movementsOfSameStock(movements, movement);
    // Each article of an order is counted once, where it is first moved.
    if (ofSameStock[0] !== movement) continue;
    const units = unitsReserved(ofSameStock);
    if (units <= 0) continue;
    held.push({
      what: `${units} x ${movement.sku} stayed reserved for ${movement.orderId}`,
      events: ofSameStock.map(({ event }) => event),
    });
  }
  return held;
}
