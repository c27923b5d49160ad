import type { Mutant } from "./mutant.ts";

/** Mistakes in what follows what, and in the reconciler. */
export const flowMutants: readonly Mutant[] = [
  {
    mistake: "charges a hundred times the total",
    patches: [
      {
        file: "saga",
        replace: "payments.create({ orderId, card, amount: total, currency }, keys.createPayment)",
        by: "payments.create({ orderId, card, amount: total * 100, currency }, keys.createPayment)",
      },
    ],
    breaks: [
      "payment-is-order-total",
      "confirmed-order-is-paid",
      "money-is-taken-once",
      "requests-say-what-the-order-says",
    ],
  },
  {
    mistake: "forgets to take the stock",
    patches: [
      {
        file: "saga",
        replace: "ask: () => stock.commit(keys.reservation)",
        by: "ask: () => stock.reserve(keys.reservation, orderId, flow.order.lines)",
      },
    ],
    breaks: ["confirmed-order-has-its-stock", "completed-steps-do-not-run-again"],
  },
  {
    mistake: "confirms before it ships",
    patches: [
      {
        file: "saga",
        replace: "  return await buyLabel(flow, shipment.value.id);\n",
        by:
          "  await attempt(context, {\n" +
          '    name: "send-confirmation-early",\n    policy: promptly,\n' +
          '    ask: () => services.mailer.send(orderId, "confirmed", keys.confirmation),\n' +
          "    isAnswer: hasId,\n  });\n" +
          "  return await buyLabel(flow, shipment.value.id);\n",
      },
    ],
    breaks: ["only-confirmed-order-is-announced"],
  },
  {
    mistake: "buys the label before the money is there",
    patches: [
      {
        file: "saga",
        replace:
          '  const paid = await pay(flow, undos);\n  if (paid.kind !== "done") return giveUp("payment", paid);\n\n',
        by: "",
      },
      {
        file: "saga",
        replace: "  return await buyLabel(flow, shipment.value.id);\n",
        by:
          "  const crossing = await buyLabel(flow, shipment.value.id);\n" +
          '  if (crossing.kind !== "crossed") return crossing;\n' +
          "  const paid = await pay(flow, undos);\n" +
          '  return paid.kind === "done" ? crossing : giveUp("payment", paid);\n',
      },
    ],
    breaks: [
      "label-is-paid-for",
      "no-label-for-failed-order",
      "confirmed-order-is-paid",
      "no-undo-behind-the-pivot",
    ],
  },
  {
    mistake: "writes to a customer whose order it rejects",
    patches: [
      {
        file: "saga",
        replace:
          '      if (checked.kind === "invalid") return { status: "rejected", why: checked.why };\n',
        by:
          '      if (checked.kind === "invalid") {\n' +
          '        await context.step("tell", async () => services.mailer.send(input.orderId, "rejected", "no"));\n' +
          '        return { status: "rejected", why: checked.why };\n      }\n',
      },
    ],
    breaks: ["rejected-order-calls-nobody"],
  },
  {
    mistake: "its reconciler does not look for a label",
    patches: [
      {
        file: "reconciler",
        replace: 'label.value.status === "purchased"',
        by: 'label.value.status === "bought"',
      },
    ],
    breaks: [
      "no-label-for-failed-order",
      "only-confirmed-order-is-announced",
      "no-undo-behind-the-pivot",
    ],
  },
  {
    mistake: "its reconciler forgets the stock",
    patches: [
      {
        file: "reconciler",
        replace: "  undone.push(await undoReservation(context, services, { orderId }));\n",
        by: "",
      },
    ],
    breaks: ["no-stock-kept-for-failed-order"],
  },
  {
    mistake: "its reconciler forgets the money",
    patches: [
      {
        file: "reconciler",
        replace: "      undone.push(await cancelOrRefund(context, services, order, id));\n",
        by: "",
      },
    ],
    breaks: ["no-money-kept-for-failed-order"],
  },
  {
    mistake: "its reconciler forgets to announce what it finishes",
    patches: [
      {
        file: "reconciler",
        replace: 'services.mailer.send(orderId, "confirmed", keys.confirmation)',
        by: "services.stock.commit(keys.reservation)",
      },
    ],
    breaks: ["confirmed-order-is-announced"],
  },
  {
    mistake: "its reconciler does not wait for what is on its way",
    patches: [
      {
        file: "reconciler",
        replace: "{ minutes: quietMinutes }",
        by: "{ seconds: quietMinutes / quietMinutes }",
      },
    ],
    breaks: ["no-label-for-failed-order", "label-is-paid-for"],
    faults: 2,
  },
  {
    mistake: "its reconciler tells nobody what it could not undo",
    patches: [
      {
        file: "reconciler",
        replace:
          "  for (const { action } of failed) await escalate(context, services, orderId, action);\n",
        by: "",
      },
    ],
    breaks: ["no-money-kept-for-failed-order"],
    faults: 2,
    families: ["ending", "provider"],
  },
];
