import { describe, expect, it } from "vitest";
import type { OrderBooks } from "./order-books.ts";
import { CallStory } from "./call-story.test-support.ts";
import { completedStepsDoNotRunAgain } from "./completed-steps-do-not-run-again.ts";
import type { Invariant } from "./invariant.ts";
import { noUndoBehindThePivot, nothingForwardAfterAnUndo } from "./order-direction.ts";
import { executionActsForItsOwnOrder, undoneOrderNeedsNobody } from "./order-execution.ts";
import { eachActionHasOneKey, keysAreUsedWhileTheyAreKnown } from "./order-keys.ts";
import { undosInReverseOrder } from "./undos-in-reverse-order.ts";

const directions = { forward: ["pay"], undo: ["refund"] };
const reversed = undosInReverseOrder([
  { forward: "reserve", undo: "release" },
  { forward: "pay", undo: "refund" },
]);

const books = {
  payments: { intents: [{ id: "pi_2", orderId: "ORD-2" }], refunds: [] },
  stock: { reservations: [] },
  carrier: { shipments: [] },
} as unknown as OrderBooks;

const applied = (story: CallStory, name: string): CallStory => {
  story.trace.push({ kind: "call.applied", atMs: 0, call: 1, name, what: "done" });
  return story;
};

/** The service has stored that a step succeeded. */
const succeeded = (story: CallStory, name: string): CallStory => {
  const step = { id: "1", name, type: "STEP", status: "SUCCEEDED", attempt: 1, error: undefined };
  story.trace.push({ kind: "operation.moved", atMs: 0, ...step });
  return story;
};

describe("an invariant tells trials apart", () => {
  it.each<readonly [string, Invariant<unknown, OrderBooks>, CallStory, CallStory]>([
    [
      "that an undo was asked for behind the pivot",
      noUndoBehindThePivot(directions),
      applied(new CallStory().asks("refund"), "carrier.buy"),
      applied(new CallStory(), "carrier.buy").asks("refund"),
    ],
    [
      "that the invocation has begun to undo",
      nothingForwardAfterAnUndo(directions),
      new CallStory().asks("pay"),
      new CallStory().asks("pay").asks("refund"),
    ],
    [
      "that people were asked by the last execution, and not by the one before",
      undoneOrderNeedsNobody,
      applied(new CallStory(), "desk.write").executionEnds().invoked("reconciler"),
      applied(new CallStory().executionEnds().invoked("reconciler"), "desk.write"),
    ],
    [
      "that people were asked since an execution began, though another has begun after that",
      undoneOrderNeedsNobody,
      applied(new CallStory(), "desk.write").invoked("reconciler").invoked("another"),
      applied(new CallStory().invoked("reconciler"), "desk.write").invoked("another"),
    ],
    [
      "that an execution has asked for another order's payment",
      executionActsForItsOwnOrder,
      new CallStory().asks("pay", { orderId: "ORD-1" }),
      new CallStory().asks("pay", { orderId: "ORD-1" }).asks("look", { id: "pi_2" }),
    ],
    [
      "that one thing was asked for with two keys",
      eachActionHasOneKey(),
      new CallStory().asks("pay", { key: "a" }).asks("refund", { key: "b" }),
      new CallStory().asks("pay", { key: "a" }).asks("pay", { key: "b" }),
    ],
    [
      "that one key stood for two things",
      eachActionHasOneKey(),
      new CallStory().asks("pay", { key: "a" }),
      new CallStory().asks("pay", { key: "a" }).asks("refund", { key: "a" }),
    ],
    [
      "that a key has come again after a day",
      keysAreUsedWhileTheyAreKnown,
      new CallStory().asks("pay", { key: "a" }).asks("pay", { key: "a" }),
      new CallStory().asks("pay", { key: "a" }).later(90_000_000).asks("pay", { key: "a" }),
    ],
    [
      "what was done first, of what is to be undone",
      reversed,
      new CallStory().asks("reserve").asks("pay"),
      new CallStory().asks("pay").asks("reserve"),
    ],
    [
      "what has been undone already",
      reversed,
      new CallStory().asks("reserve").asks("pay"),
      new CallStory().asks("reserve").asks("pay").asks("refund"),
    ],
    [
      "that a step has run again",
      completedStepsDoNotRunAgain({ "pay-step": "pay" }),
      succeeded(new CallStory().asks("pay"), "pay-step"),
      succeeded(new CallStory().asks("pay"), "pay-step").asks("pay"),
    ],
  ])("by %s", (_, invariant, one, other) => {
    const remembered = ({ trace }: CallStory) =>
      JSON.stringify(invariant.remembers?.(trace, books));

    expect(remembered(one)).not.toBe(remembered(other));
  });
});
