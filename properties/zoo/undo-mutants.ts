import type { Mutant } from "./mutant.ts";

const registerPayment =
  "  undos.push({ run: (child) => undoPayment(child, services, order, paymentId) });\n";

/** Mistakes in what is undone, when, and how. */
export const undoMutants: readonly Mutant[] = [
  {
    mistake: "registers the undo of a reservation after the call",
    patches: [
      {
        file: "saga",
        replace: "  undos.push({ run: (child) => undoReservation(child, services, order) });\n",
        by: "",
      },
      {
        file: "saga",
        replace: '  if (reserved.kind !== "done") return giveUp("reserve-stock", reserved);\n',
        by:
          '  if (reserved.kind !== "done") return giveUp("reserve-stock", reserved);\n' +
          "  undos.push({ run: (child) => undoReservation(child, services, order) });\n",
      },
    ],
    breaks: ["no-stock-kept-for-failed-order"],
    needs: "an outage",
  },
  {
    mistake: "registers the undo of a payment after it is authorised",
    patches: [
      { file: "saga", replace: registerPayment, by: "" },
      {
        file: "saga",
        replace: '  if (authorised.kind !== "done") return authorised;\n',
        by: `  if (authorised.kind !== "done") return authorised;\n${registerPayment}`,
      },
    ],
    breaks: ["no-money-kept-for-failed-order"],
    needs: "an outage",
  },
  {
    mistake: "undoes technical failures only, not a declined card",
    patches: [
      {
        file: "saga",
        replace: '  if (paid.kind !== "done") return giveUp("payment", paid);\n',
        by:
          '  if (paid.kind === "refused") undos.length = 0;\n' +
          '  if (paid.kind !== "done") return giveUp("payment", paid);\n',
      },
    ],
    breaks: ["no-stock-kept-for-failed-order"],
  },
  {
    mistake: "undoes in the order in which it did",
    patches: [{ file: "saga", replace: "undos.toReversed()", by: "undos" }],
    breaks: ["undos-in-reverse-order"],
  },
  {
    mistake: "undoes everything at once",
    patches: [
      {
        file: "saga",
        replace:
          "    for (const { run } of undos.toReversed()) {\n" +
          "      const result = await run(child);\n",
        by: "    for (const result of await Promise.all(undos.map(({ run }) => run(child)))) {\n",
      },
    ],
    breaks: ["undos-in-reverse-order"],
  },
  {
    mistake: "stops at the first undo that fails",
    patches: [
      {
        file: "saga",
        replace: 'if (result.kind === "escalate") escalations.push(result);',
        by: 'if (result.kind === "escalate") { escalations.push(result); break; }',
      },
    ],
    breaks: ["no-stock-kept-for-failed-order"],
    families: ["provider"],
  },
  {
    mistake: "forgets an undo that failed",
    patches: [
      {
        file: "saga",
        replace: '      if (result.kind === "escalate") escalations.push(result);\n',
        by: "",
      },
    ],
    breaks: ["no-money-kept-for-failed-order"],
    families: ["provider"],
  },
  {
    mistake: "says undone where it has asked people to settle something",
    patches: [
      {
        file: "saga",
        replace: 'status: failed.length === 0 ? "undone" : "attention", orderId, why };',
        by: 'status: failed.length < 9 ? "undone" : "attention", orderId, why };',
      },
    ],
    breaks: ["undone-order-needs-nobody"],
    families: ["provider"],
  },
  {
    mistake: "takes the stock of an order that it has undone",
    patches: [
      {
        file: "saga",
        replace: "  for (const { action, why: reason } of failed) {\n",
        by:
          "  await attempt(flow.context, {\n" +
          '    name: "commit-stock",\n    policy: promptly,\n' +
          "    ask: () => flow.services.stock.commit(keysOf(orderId).reservation),\n" +
          "    isAnswer: hasId,\n  });\n" +
          "  for (const { action, why: reason } of failed) {\n",
      },
    ],
    breaks: ["nothing-forward-after-an-undo"],
  },
  {
    mistake: "takes a payment that cannot be cancelled for cancelled",
    patches: [
      {
        file: "undo",
        replace: '    if (canceled.kind === "done") return undone;\n',
        by: "    if (canceled.kind !== undefined) return undone;\n",
      },
    ],
    breaks: ["no-money-kept-for-failed-order"],
  },
  {
    mistake: "refunds a cent less than it took",
    patches: [
      {
        file: "undo",
        replace: "payments.refund(id, amount, keysOf(orderId).refund)",
        by: "payments.refund(id, amount - 1, keysOf(orderId).refund)",
      },
    ],
    breaks: [
      "no-money-kept-for-failed-order",
      "payment-goes-back-once",
      "requests-say-what-the-order-says",
    ],
  },
  {
    mistake: "takes an accepted refund for a refund",
    patches: [
      {
        file: "undo",
        replace:
          '  if (accepted.kind !== "done") return await settleRefund(context, services, id, accepted);\n',
        by:
          '  if (accepted.kind !== "done") return await settleRefund(context, services, id, accepted);\n' +
          "  if (accepted.value.id !== undefined) return undone;\n",
      },
    ],
    breaks: ["no-money-kept-for-failed-order"],
    families: ["provider"],
  },
  {
    mistake: "takes a refund whose answer was lost for done",
    patches: [
      {
        file: "undo",
        replace: 'return isBack ? undone : escalate("payment", asked);',
        by: 'return isBack || asked.kind === "unknown" ? undone : escalate("payment", asked);',
      },
    ],
    breaks: ["no-money-kept-for-failed-order"],
    families: ["provider"],
  },
  {
    mistake: "releases another reservation than it made",
    patches: [
      {
        file: "undo",
        replace: "stock.release(keysOf(orderId).reservation)",
        by: "stock.release(`${orderId}/reserve`)",
      },
    ],
    breaks: ["no-stock-kept-for-failed-order"],
  },
  {
    mistake: "takes a capture of which it heard nothing for none",
    patches: [
      {
        file: "saga",
        replace: '  return await attempt(context, {\n    name: "capture-payment",\n',
        by:
          "  undos.pop();\n  const captured = await attempt(context, {\n" +
          '    name: "capture-payment",\n',
      },
      {
        file: "saga",
        replace:
          "    ask: askUntil(forwardUntilMs, () => payments.capture(id, keys.capturePayment)),\n    isAnswer: hasId,\n  });\n",
        by:
          "    ask: askUntil(forwardUntilMs, () => payments.capture(id, keys.capturePayment)),\n    isAnswer: hasId,\n  });\n" +
          `  if (captured.kind === "done") ${registerPayment.trim()}\n  return captured;\n`,
      },
    ],
    breaks: ["no-money-kept-for-failed-order"],
    needs: "an outage",
  },
  {
    mistake: "fails a paid order whose mail cannot be sent",
    patches: [
      {
        file: "saga",
        replace: '  if (sent.kind !== "done") await escalate(flow, "mail", "not confirmed");\n',
        by:
          '  if (sent.kind !== "done") {\n' +
          "    const run = (child: DurableContext) => undoPayment(child, services, flow.order, undefined);\n" +
          '    return await undoAll(flow, [{ run }], "mail");\n  }\n',
      },
    ],
    breaks: [
      "no-undo-behind-the-pivot",
      "no-label-for-failed-order",
      "no-stock-kept-for-failed-order",
      "only-confirmed-order-is-announced",
    ],
    needs: "an outage",
  },
];
