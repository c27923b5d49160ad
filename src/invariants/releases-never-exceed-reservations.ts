import type { InventoryLedger } from "../services/ledgers.ts";
import type { Invariant } from "./invariant.ts";
import { movementsOfSameStock, unitsReserved } from "./stock.ts";
import { inTraceOrder } from "./witnesses.ts";

/** Stock goes back only if it was taken, and once: no units appear that nobody has. */
export const releasesNeverExceedReservations: Invariant<
  unknown,
  { readonly inventory: InventoryLedger }
> = {
  name: "releases-never-exceed-reservations",
  check({ ledgers }) {
    const { movements } = ledgers.inventory;
    for (const movement of movements) {
      const soFar = movementsOfSameStock(movements, movement).filter(
        ({ event }) => event <= movement.event,
      );
      const reserved = unitsReserved(soFar);
      if (reserved >= 0) continue;
      return {
        message: `${-reserved} x ${movement.sku} were released for ${movement.orderId} without being reserved`,
        witnesses: inTraceOrder(soFar.map(({ event }) => event)),
      };
    }
    return undefined;
  },
};
