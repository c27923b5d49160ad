import type { Mutant } from "./mutant.ts";

/** Mistakes in when and how often something is asked, and in what a request says. */
export const paceMutants: readonly Mutant[] = [
  {
    mistake: "comes again before it was told to",
    patches: [
      {
        file: "attempt",
        replace:
          "return { ...decision, delay: { seconds: seconds + (decision.delay?.seconds ?? 0) } };",
        by: "return decision;",
      },
    ],
    breaks: ["retry-after-is-waited-for"],
    families: ["provider"],
  },
  {
    mistake: "asks again at once, and again",
    patches: [
      {
        file: "attempt",
        replace: '    return { kind: "answer", value: await ask() };\n',
        by:
          "    let value = await ask().catch(() => undefined);\n" +
          "    for (let again = 0; again < 3 && value === undefined; again++) {\n" +
          "      value = await ask().catch(() => undefined);\n    }\n" +
          '    return { kind: "answer", value: value ?? (await ask()) };\n',
      },
    ],
    breaks: [
      "nobody-is-asked-in-a-hurry",
      "refused-requests-are-not-repeated",
      "nothing-is-tried-for-ever",
    ],
  },
  {
    mistake: "tries ten times as often as it may",
    patches: [
      {
        file: "attempt",
        replace: "maxAttempts: 8,\n  initialDelay: { seconds: 2 },",
        by: "maxAttempts: 80,\n  initialDelay: { seconds: 2 },",
      },
    ],
    breaks: ["nothing-is-tried-for-ever"],
    needs: "a swarm",
  },
  {
    mistake: "carries an order on that is a day old",
    patches: [
      {
        file: "validate",
        replace: "const forwardMs = 6 * 60 * minuteMs;",
        by: "const forwardMs = 600 * 60 * minuteMs;",
      },
    ],
    breaks: ["orders-are-carried-on-in-time"],
    needs: "a swarm",
  },
  {
    mistake: "takes the price from today's list each time",
    patches: [
      {
        file: "saga",
        replace: "payments.create({ orderId, card, amount: total, currency }, keys.createPayment)",
        by:
          "payments.create(\n        { orderId, card, amount: total + (Date.now() % 7_000 < 1_000 ? 1 : 0), currency },\n" +
          "        keys.createPayment,\n      )",
      },
    ],
    breaks: [
      "requests-say-what-the-order-says",
      "payment-is-order-total",
      "each-action-has-one-key",
      "confirmed-order-is-paid",
      "money-is-taken-once",
    ],
  },
  {
    mistake: "refunds in two halves",
    patches: [
      {
        file: "undo",
        replace: "() => payments.refund(id, amount, keysOf(orderId).refund)",
        by:
          "async () => {\n      const half = Math.floor(amount / 2);\n" +
          "      await payments.refund(id, half, `${orderId}/refund/half`);\n" +
          "      return payments.refund(id, amount - half, keysOf(orderId).refund);\n    }",
      },
    ],
    breaks: [
      "payment-goes-back-once",
      "requests-say-what-the-order-says",
      "each-action-has-one-key",
    ],
  },
  {
    mistake: "knows the reference of its shipment alone",
    patches: [
      {
        file: "saga",
        replace:
          "ask: askUntil(forwardUntilMs, () => carrier.create(keys.shipment, orderId, zip)),",
        by: "ask: askUntil(forwardUntilMs, () => carrier.create(`parcel/${orderId}`, orderId, zip)),",
      },
    ],
    breaks: [
      "effects-are-found-by-their-order",
      "no-label-for-failed-order",
      "only-confirmed-order-is-announced",
      "no-undo-behind-the-pivot",
    ],
  },
  {
    mistake: "tries a declined card for as long as it tries anything",
    patches: [
      {
        file: "attempt",
        replace: "new Set([400, 402, 404, 409, 410, 422])",
        by: "new Set([400, 404, 409, 410, 422])",
      },
    ],
    breaks: ["refused-requests-are-not-repeated"],
  },
];
