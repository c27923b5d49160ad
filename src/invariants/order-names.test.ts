import { expect, it } from "vitest";
import * as label from "./order-label.ts";
import * as mail from "./order-mail.ts";
import * as money from "./order-money.ts";
import * as requests from "./order-requests.ts";
import * as stock from "./order-stock.ts";
import * as undo from "./order-undo.ts";

it("each invariant of an order has a name that never changes: scenario files tell it", () => {
  const invariants = [money, stock, label, mail, undo]
    .flatMap((books) => Object.values(books))
    .concat(requests.effectsAreFoundByTheirOrder, requests.requestsSayWhatTheOrderSays);

  expect(invariants.map(({ name }) => name).toSorted()).toEqual([
    "confirmation-is-sent-once",
    "confirmed-order-has-its-stock",
    "confirmed-order-is-announced",
    "confirmed-order-is-paid",
    "confirmed-order-keeps-its-label",
    "declined-card-is-not-tried-again",
    "effects-are-found-by-their-order",
    "label-is-paid-for",
    "money-is-taken-once",
    "no-label-for-failed-order",
    "no-money-kept-for-failed-order",
    "no-refund-above-its-payment",
    "no-stock-kept-for-failed-order",
    "only-confirmed-order-is-announced",
    "order-has-one-label",
    "payment-goes-back-once",
    "payment-is-order-total",
    "requests-say-what-the-order-says",
    "stock-is-not-oversold",
    "what-comes-late-is-undone",
  ]);
});
