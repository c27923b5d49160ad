import type { StockMovement } from "../services/ledgers.ts";

/** Units that are set aside once these movements are done; negative when too many went back. */
export function unitsReserved(movements: readonly StockMovement[]): number {
  let units = 0;
  for (const { kind, qty } of movements) units += kind === "reserved" ? qty : -qty;
  return units;
}

/** The movements of one article for one order: a release under another order's id frees nothing. */
export function movementsOfSameStock(
  movements: readonly StockMovement[],
  { orderId, sku }: StockMovement,
): readonly StockMovement[] {
  return movements.filter((other) => other.sku === sku && other.orderId === orderId);
}
