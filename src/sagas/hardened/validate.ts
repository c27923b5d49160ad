import type { HardenedOrder } from "./ports.ts";

/** An order with its total, as it is carried out. */
export interface ValidOrder extends HardenedOrder {
  readonly total: number;
}

export type Checked =
  | { readonly kind: "valid"; readonly order: ValidOrder }
  | { readonly kind: "invalid"; readonly why: string };

/** Looks at an order before anything is done for it; money is whole numbers. */
export function validate(order: HardenedOrder): Checked {
  const { orderId, lines, card, zip, currency } = order;
  if (!/^[\w-]{1,64}$/.test(orderId)) return invalid("an order needs an id");
  if (card === "" || zip === "" || currency === "")
    return invalid("an order needs card and address");
  if (lines.length === 0) return invalid("an order needs lines");
  if (lines.some(({ qty }) => !Number.isSafeInteger(qty) || qty <= 0)) {
    return invalid("quantities are whole numbers above 0");
  }
  if (lines.some(({ unitPrice }) => !Number.isSafeInteger(unitPrice) || unitPrice < 0)) {
    return invalid("prices are whole numbers");
  }
  const total = lines.reduce((sum, { qty, unitPrice }) => sum + qty * unitPrice, 0);
  if (!Number.isSafeInteger(total) || total <= 0) return invalid("a total is above 0");
  return { kind: "valid", order: { ...order, total } };
}

function invalid(why: string): Checked {
  return { kind: "invalid", why };
}
