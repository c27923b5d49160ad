import { keysMs } from "./keys.ts";
import type { HardenedOrder } from "./ports.ts";

/** An order as it is carried out: what it comes to, and until when what is done for it, ms since the epoch. */
export interface ValidOrder extends HardenedOrder {
  readonly total: number;
  /** Until then it is carried on; then it is undone, while its stock and money are still held. */
  readonly forwardUntilMs: number;
  /** Until then its keys are used. */
  readonly keysUntilMs: number;
}

const minuteMs = 60_000;
const forwardMs = 6 * 60 * minuteMs;

export type Checked =
  | { readonly kind: "valid"; readonly order: ValidOrder }
  | { readonly kind: "invalid"; readonly why: string };

/** Looks at an order before anything is done for it; money is whole numbers. */
export function validate(order: HardenedOrder, nowMs: number): Checked {
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
  const acceptedMs = nowMs - (nowMs % minuteMs);
  const times = { forwardUntilMs: acceptedMs + forwardMs, keysUntilMs: acceptedMs + keysMs };
  return { kind: "valid", order: { ...order, total, ...times } };
}

function invalid(why: string): Checked {
  return { kind: "invalid", why };
}
