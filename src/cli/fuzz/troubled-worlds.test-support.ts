import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { z } from "zod";
import type { Invariant } from "../../invariants/invariant.ts";
import type { PaymentLedger } from "../../services/ledgers.ts";
import { type PaymentClient, payment } from "../../services/payment.ts";
import { type World, defineWorld } from "../../trial/world.ts";

/** What the code under test does with an order, which is a number from 0. */
type Body = (order: number, payments: PaymentClient) => unknown;

/** Breaks with the second charge of an order: code that retries without a key. */
const oneCharge: Invariant<number, { readonly payment: PaymentLedger }> = {
  name: "one-charge",
  check: ({ ledgers }) => {
    const [, second] = ledgers.payment.charges;
    if (second === undefined) return undefined;
    return { message: `charge ${second.id} was made as well`, witnesses: [second.event] };
  },
};

/** A function without the SDK that is given one of some numbers. */
function numbersWorld(name: string, orders: number, body: Body): World {
  return defineWorld<number, { payment: ReturnType<typeof payment> }>({
    name,
    handler:
      ({ payment: payments }) =>
      async (event: unknown) =>
        // The SDK's own types have enums, and only engine and sagas may import it.
        ({
          Status: "SUCCEEDED",
          Result: JSON.stringify(await body(orderIn(event), payments)),
        }) as never,
    input: fc.integer({ min: 0, max: orders - 1 }),
    inputSchema: z.int(),
    examples: [{ name: "the first", input: 0 }],
    services: {
      payment: payment({ declinedTokens: [], declinedError: (text) => new Error(text) }),
    },
    invariants: [oneCharge],
  });
}

function orderIn(event: unknown): number {
  const text = JSON.stringify(event);
  const { payload } = /\\?"InputPayload\\?":\\?"(?<payload>\d+)\\?"/.exec(text)?.groups ?? {};
  if (payload === undefined) throw new Error(`no order in ${text}`);
  return Number(payload);
}

async function chargeTwiceIfFailed(order: number, payments: PaymentClient): Promise<string> {
  const charge = (attempt: number) =>
    payments.charge({ type: "card", token: "tok" }, 1, `${order}-${attempt}`);
  try {
    return (await charge(1)).id;
  } catch {
    return (await charge(2)).id;
  }
}

let calls = 0;

/** More than it takes to find what is wrong, and to make it small. */
const callsUntilWornOff = 400;

const kept: Uint8Array[] = [];

// Where a test says so, no worker can load them; what has started it can.
if (process.env["UNLOADABLE_WORLDS"] !== undefined && process.send !== undefined) {
  throw new Error("these worlds cannot be loaded");
}

/** Nothing goes wrong but what should be found: a lost reply makes it charge twice. */
export const steady: World = numbersWorld("steady", 200, chargeTwiceIfFailed);

/** Worlds whose code does to its process what no trial can tell of. */
export const worlds: readonly World[] = [
  steady,
  numbersWorld("standing", 200, (order, payments) => {
    if (order === 7) execFileSync("sleep", ["30"]);
    return chargeTwiceIfFailed(order, payments);
  }),
  numbersWorld("aborting", 200, (order, payments) => {
    if (order === 7) process.kill(process.pid, "SIGABRT");
    return chargeTwiceIfFailed(order, payments);
  }),
  numbersWorld("leaking", 200, (order, payments) => {
    kept.push(new Uint8Array(2 ** 20).fill(1));
    return chargeTwiceIfFailed(order, payments);
  }),
  numbersWorld("wearing-off", 200, (order, payments) => {
    calls++;
    return calls > callsUntilWornOff ? order : chargeTwiceIfFailed(order, payments);
  }),
  numbersWorld("moody", 200, (order, payments) => {
    calls++;
    return calls % 2 === 0 ? order : chargeTwiceIfFailed(order, payments);
  }),
];
