import type { Mutant } from "./mutant.ts";

/** Mistakes about what an answer means, and what follows from it. */
export const outcomeMutants: readonly Mutant[] = [
  {
    mistake: "tries a declined card again, with another key",
    patches: [
      {
        file: "saga",
        replace: '  if (authorised.kind !== "done") return authorised;\n',
        by:
          '  if (authorised.kind === "refused") {\n    return await attempt(context, {\n' +
          '      name: "authorise-again",\n      policy: promptly,\n' +
          "      ask: () => payments.confirm(id, `${keys.confirmPayment}/again`),\n      isAnswer: hasId,\n    });\n  }\n" +
          '  if (authorised.kind !== "done") return authorised;\n',
      },
    ],
    breaks: [
      "declined-card-is-not-tried-again",
      "each-action-has-one-key",
      "completed-steps-do-not-run-again",
    ],
  },
  {
    mistake: "takes every error for a refusal",
    patches: [
      {
        file: "attempt",
        replace: "return refusals.has(status) && !inProgress.has(code);",
        by: 'return status >= 0 || code === "";',
      },
    ],
    breaks: ["no-label-for-failed-order", "no-undo-behind-the-pivot", "label-is-paid-for"],
  },
  {
    mistake: "takes a label that exists for one that was refused",
    patches: [
      {
        file: "saga",
        replace: 'bought.code === "SHIPMENT.POSTAGE.EXISTS"',
        by: 'bought.code === "SHIPMENT.POSTAGE.EXISTED"',
      },
    ],
    breaks: ["no-label-for-failed-order", "no-undo-behind-the-pivot"],
  },
  {
    mistake: "takes a purchase in progress for a refusal",
    patches: [{ file: "attempt", replace: '  "SHIPMENT.PURCHASE.IN_PROGRESS",\n', by: "" }],
    breaks: ["no-label-for-failed-order", "no-undo-behind-the-pivot"],
    setting: "slow carrier",
  },
  {
    mistake: "buys another label where it is not sure of the first",
    patches: [
      {
        file: "saga",
        replace: '  const settled = await attempt(context, {\n    name: "settle-label",\n',
        by:
          "  const again = await attempt(context, {\n" +
          '    name: "create-again",\n    policy: promptly,\n' +
          "    ask: () => carrier.create(`${keysOf(order.orderId).shipment}/again`, order.orderId, order.zip),\n" +
          "    isAnswer: hasId,\n  });\n" +
          '  if (again.kind === "done") {\n    const { id } = again.value;\n' +
          "    await attempt(context, {\n" +
          '      name: "buy-again",\n      policy: promptly,\n' +
          "      ask: () => carrier.buy(id),\n      isAnswer: hasId,\n    });\n" +
          '    return { kind: "crossed", shipmentId: id };\n  }\n' +
          '  const settled = await attempt(context, {\n    name: "settle-label",\n',
      },
    ],
    breaks: [
      "order-has-one-label",
      "confirmed-order-keeps-its-label",
      "completed-steps-do-not-run-again",
    ],
    needs: "an outage",
  },
  {
    mistake: "goes on without a capture that failed",
    patches: [
      {
        file: "saga",
        replace: '  return await attempt(context, {\n    name: "capture-payment",\n',
        by: '  await attempt(context, {\n    name: "capture-payment",\n',
      },
      {
        file: "saga",
        replace:
          "    ask: askUntil(forwardUntilMs, () => payments.capture(id, keys.capturePayment)),\n    isAnswer: hasId,\n  });\n",
        by: "    ask: askUntil(forwardUntilMs, () => payments.capture(id, keys.capturePayment)),\n    isAnswer: hasId,\n  });\n  return authorised;\n",
      },
    ],
    breaks: ["confirmed-order-is-paid"],
    needs: "an outage",
  },
  {
    mistake: "takes part of the stock for all of it",
    patches: [
      {
        file: "saga",
        replace: "if (!holdsAll(reserved.value, lines)) return",
        by: "if (reserved.value.lines.length > lines.length) return",
      },
    ],
    breaks: ["confirmed-order-has-its-stock"],
    families: ["provider"],
  },
  {
    mistake: "takes whatever comes for the answer",
    patches: [
      {
        file: "attempt",
        replace: "if (isAnswer(result.value)) return",
        by: "if (isAnswer(result.value) || result.value !== undefined) return",
      },
    ],
    breaks: [
      "no-money-kept-for-failed-order",
      "confirmed-order-keeps-its-label",
      "execution-fails-only-by-aws",
    ],
    families: ["provider"],
  },
  {
    mistake: "says nothing of stock that it could not commit",
    patches: [
      {
        file: "saga",
        replace: '    await escalate(flow, "stock", "sold, but not taken from stock");\n',
        by: "",
      },
    ],
    breaks: ["confirmed-order-has-its-stock"],
    setting: "short holds",
  },
  {
    mistake: "says nothing of a mail that it could not send",
    patches: [
      {
        file: "saga",
        replace: '  if (sent.kind !== "done") await escalate(flow, "mail", "not confirmed");\n',
        by: "",
      },
    ],
    breaks: ["confirmed-order-is-announced"],
    needs: "an outage",
  },
  {
    mistake: "says nothing of a label of which it knows nothing",
    patches: [
      { file: "saga", replace: '          await escalate(flow, "label", crossed.why);\n', by: "" },
    ],
    breaks: ["no-money-kept-for-failed-order", "no-stock-kept-for-failed-order"],
    needs: "an outage",
  },
  {
    mistake: "takes a label of which it knows nothing for none",
    patches: [
      { file: "saga", replace: '{ kind: "hold", why: "nobody', by: '{ kind: "undo", why: "nobody' },
    ],
    breaks: ["no-label-for-failed-order", "no-undo-behind-the-pivot"],
    needs: "two outages",
  },
];
