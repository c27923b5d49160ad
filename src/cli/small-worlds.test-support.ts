import fc from "fast-check";
import { z } from "zod";
import type { Invariant } from "../invariants/invariant.ts";
import type { PaymentLedger } from "../services/ledgers.ts";
import { type PaymentClient, payment } from "../services/payment.ts";
import { type World, type WorldDefinition, defineWorld } from "../trial/world.ts";

type Definition = WorldDefinition<string, { payment: ReturnType<typeof payment> }>;
type Ledgers = { readonly payment: PaymentLedger };

/** A function with one service and without the SDK, as small as one can be. */
export function smallWorld(
  body: (payments: PaymentClient) => unknown,
  changes: Partial<Definition> = {},
): World {
  return defineWorld<string, { payment: ReturnType<typeof payment> }>({
    name: "small",
    handler:
      ({ payment: payments }) =>
      async () =>
        // The SDK's own type has an enum, and only engine and sagas may import it.
        ({ Status: "SUCCEEDED", Result: JSON.stringify(await body(payments)) }) as never,
    input: fc.constant("order"),
    inputSchema: z.string(),
    examples: [{ name: "the only one", input: "order" }],
    services: {
      payment: payment({ declinedTokens: [], declinedError: (text) => new Error(text) }),
    },
    invariants: [noCharge],
    ...changes,
  });
}

/** Breaks with the first charge. */
const noCharge: Invariant<string, Ledgers> = {
  name: "no-charge",
  check: ({ ledgers }) => {
    const [charge] = ledgers.payment.charges;
    if (charge === undefined) return undefined;
    return { message: `charge ${charge.id} was made`, witnesses: [charge.event] };
  },
};

/** One charge with a constant key. */
export async function chargeOnce(payments: PaymentClient): Promise<string> {
  const { id } = await payments.charge({ type: "card", token: "tok" }, 1, "key-1");
  return id;
}
