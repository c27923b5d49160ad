import { describe, expect, it } from "vitest";
import type { TraceEvent } from "../kernel/trace.ts";
import { BooksStory } from "./order-books-story.test-support.ts";
import { noUndoBehindThePivot, rejectedOrderCallsNobody } from "./order-direction.ts";

/** A call that was asked for after all that a story has told. */
function asked(story: BooksStory, name: string, args: Record<string, unknown>): BooksStory {
  const event: TraceEvent = {
    kind: "call.requested",
    atMs: story.trace.at(-1)?.atMs ?? 0,
    call: 1,
    invocation: 1,
    name,
    args,
  };
  story.trace.push(event);
  return story;
}

describe("no-undo-behind-the-pivot", () => {
  const { check } = noUndoBehindThePivot({ undo: ["pay.refund", "stock.release"] });

  it("holds where an order is undone before its label is bought, and where it is not undone", () => {
    const undone = asked(new BooksStory().pays(), "stock.release", { id: "ORD-1/reserve/1" });

    expect(check(undone.ends("undone"))).toBeUndefined();
    expect(check(new BooksStory().pays().ships().buysLabel().ends("confirmed"))).toBeUndefined();
  });

  it("breaks where it is undone after that", () => {
    const story = asked(new BooksStory().pays().ships().buysLabel(), "pay.refund", {
      key: "ORD-1/refund/1",
    });
    const violation = check(story.ends("undone"));

    expect(violation?.message).toBe(
      "order ORD-1 is undone, but it was undone after its label was bought",
    );
    expect(violation?.witnesses.map((index) => story.trace[index]?.kind)).toContain(
      "call.requested",
    );
  });

  it("does not take another order's undo for it", () => {
    const story = asked(new BooksStory().pays().ships().buysLabel(), "pay.refund", {
      key: "ORD-2/refund/1",
    });

    expect(check(story.ends("confirmed"))).toBeUndefined();
  });
});

describe("rejected-order-calls-nobody", () => {
  const { check } = rejectedOrderCallsNobody;
  const empty = () => {
    const story = new BooksStory();
    story.executions.length = 0;
    return story.orders("ORD-1", []);
  };

  it("holds where an order that asks for nothing is rejected, or died before that", () => {
    expect(check(empty().ends("rejected"))).toBeUndefined();
    expect(check(empty().ends("FAILED"))).toBeUndefined();
    expect(check(asked(new BooksStory(), "stock.take", {}).ends("confirmed"))).toBeUndefined();
  });

  it("breaks where somebody was called for it", () => {
    const story = asked(empty(), "stock.take", {}).ends("rejected");

    expect(check(story)?.message).toBe("order ORD-1 is rejected, but somebody was called for it");
  });

  it("breaks where it is taken for an order", () => {
    expect(check(empty().ends("confirmed"))?.message).toBe(
      "order ORD-1 is confirmed, but it asks for nothing",
    );
  });
});
