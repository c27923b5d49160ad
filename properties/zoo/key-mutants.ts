import type { Mutant } from "./mutant.ts";

/** Mistakes with idempotency keys, and with what else makes a repeat a repeat. */
export const keyMutants: readonly Mutant[] = [
  {
    mistake: "sends mail without a key",
    patches: [
      {
        file: "saga",
        replace: 'mailer.send(orderId, "confirmed", keys.confirmation)',
        by: 'mailer.send(orderId, "confirmed", "")',
      },
    ],
    breaks: ["confirmation-is-sent-once", "each-action-has-one-key"],
  },
  {
    mistake: "makes a key of the time",
    patches: [
      {
        file: "saga",
        replace: 'mailer.send(orderId, "confirmed", keys.confirmation)',
        by: 'mailer.send(orderId, "confirmed", `${keys.confirmation} ${Date.now()}`)',
      },
    ],
    breaks: ["each-action-has-one-key", "confirmation-is-sent-once"],
  },
  {
    mistake: "makes a key at random, outside of any step",
    patches: [
      {
        file: "keys",
        replace: "reservation: `${orderId}/reserve/1`",
        by: "reservation: `${orderId}/reserve/${crypto.randomUUID()}`",
      },
    ],
    breaks: ["no-stock-kept-for-failed-order", "what-comes-late-is-undone"],
  },
  {
    mistake: "makes a new key for each attempt at a payment",
    patches: [
      {
        file: "saga",
        replace: "payments.capture(id, keys.capturePayment)",
        by: "payments.capture(id, `${keys.capturePayment} ${crypto.randomUUID()}`)",
      },
    ],
    breaks: ["each-action-has-one-key"],
  },
  {
    mistake: "refunds with the key of the capture",
    patches: [
      {
        file: "keys",
        replace: "refund: `${orderId}/refund/1`",
        by: "refund: `${orderId}/pay-capture/1`",
      },
    ],
    breaks: ["each-action-has-one-key"],
  },
  {
    mistake: "learns of a payment with a key of its own",
    patches: [
      {
        file: "undo",
        replace: "payments.create(request, keysOf(orderId).createPayment)",
        by: "payments.create(request, `${orderId}/learn/1`)",
      },
    ],
    breaks: ["each-action-has-one-key"],
    needs: "an outage",
  },
  {
    mistake: "sends again with another key what it does not know to be sent",
    patches: [
      {
        file: "saga",
        replace: '  if (sent.kind !== "done") await escalate(flow, "mail", "not confirmed");\n',
        by:
          '  if (sent.kind === "done") return { status: "confirmed", orderId, shipmentId };\n' +
          "  await attempt(context, {\n" +
          '    name: "send-confirmation-again",\n    policy: promptly,\n' +
          '    ask: () => mailer.send(orderId, "confirmed", `${keys.confirmation}/again`),\n' +
          "    isAnswer: hasId,\n  });\n",
      },
    ],
    breaks: ["each-action-has-one-key", "confirmation-is-sent-once"],
    needs: "an outage",
  },
  {
    mistake: "cuts keys off, so that two orders share them",
    patches: [
      {
        file: "keys",
        replace: "export const keysOf = (orderId: string) => ({",
        by: "export const keysOf = (id: string, orderId = id.slice(0, 3)) => ({",
      },
    ],
    breaks: [
      "execution-acts-for-its-own-order",
      "each-action-has-one-key",
      "confirmed-order-is-paid",
      "confirmed-order-keeps-its-label",
      "confirmed-order-has-its-stock",
      "confirmed-order-is-announced",
      "effects-are-found-by-their-order",
    ],
    setting: "two orders",
  },
  {
    mistake: "waits for days with a key that is known for one",
    patches: [
      {
        file: "attempt",
        replace: "maxAttempts: 84,\n  initialDelay: { seconds: 2 },\n  maxDelay: { minutes: 15 },",
        by: "maxAttempts: 84,\n  initialDelay: { hours: 12 },\n  maxDelay: { hours: 24 },",
      },
      {
        file: "keys",
        replace: "20 * 60 * 60_000",
        by: "2_000 * 60 * 60_000",
      },
    ],
    breaks: ["keys-are-used-while-they-are-known", "orders-are-carried-on-in-time"],
    needs: "an outage",
  },
  {
    mistake: "puts a random number into the name of a step",
    patches: [
      {
        file: "attempt",
        replace: "context.step(name, async",
        by: "context.step(`${name} ${Math.random()}`, async",
      },
    ],
    breaks: ["execution-fails-only-by-aws"],
  },
];
