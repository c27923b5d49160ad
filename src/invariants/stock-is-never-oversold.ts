import type { InventoryLedger } from "../services/ledgers.ts";
import type { Invariant } from "./invariant.ts";
import { unitsReserved } from "./stock.ts";
import { inTraceOrder } from "./witnesses.ts";

/** At no instant is more of an article reserved than was on hand at the start. */
export const stockIsNeverOversold: Invariant<unknown, { readonly inventory: InventoryLedger }> = {
  name: "stock-is-never-oversold",
  check({ ledgers }) {
    const { movements, onHand } = ledgers.inventory;
    for (const { sku, event } of movements) {
      const soFar = movements.filter((other) => other.sku === sku && other.event <= event);
      const reserved = unitsReserved(soFar);
      const stock = onHand[sku] ?? 0;
      if (reserved <= stock) continue;
      return {
        message: `${reserved} x ${sku} were reserved, but only ${stock} were on hand`,
        witnesses: inTraceOrder(soFar.map((movement) => movement.event)),
      };
    }
    return undefined;
  },
};
