import { describe, expect, it } from "vitest";
import type { TraceEvent } from "../kernel/trace.ts";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import {
  executionActsForItsOwnOrder,
  executionFailsOnlyByAws,
  undoneOrderNeedsNobody,
} from "./order-execution.ts";

const gaveUp = {
  status: "FAILED",
  error: { ErrorType: "CheckpointUnrecoverableExecutionError", ErrorMessage: "refused" },
} as const;

function struck(fault: string): TraceEvent {
  return { kind: "fault.struck", atMs: 0, at: "checkpoint SUCCEED pay", nth: 1, fault };
}

function asked(
  story: BooksStory,
  name: string,
  args: Record<string, unknown>,
  invocation = 1,
): BooksStory {
  const atMs = story.trace.at(-1)?.atMs ?? 0;
  story.trace.push({ kind: "call.requested", atMs, call: 1, invocation, name, args });
  return story;
}

describe("execution-fails-only-by-aws", () => {
  it("holds where an execution returns, is stopped, or was refused a checkpoint by a fault", () => {
    expect(verdictOn(executionFailsOnlyByAws, new BooksStory().ends("undone"))).toBeUndefined();
    expect(verdictOn(executionFailsOnlyByAws, new BooksStory().ends("TIMED_OUT"))).toBeUndefined();
    for (const fault of ["client-error", "stale-token", "no-token"]) {
      const story = new BooksStory();
      story.trace.push(struck(fault));
      expect(verdictOn(executionFailsOnlyByAws, story.endsWith(gaveUp))).toBeUndefined();
    }
  });

  it("breaks where the code threw, or had a checkpoint refused that no fault has struck", () => {
    const thrown = new BooksStory().endsWith({
      status: "FAILED",
      error: { ErrorType: "NonDeterministicExecutionError", ErrorMessage: "another step" },
    });
    const own = new BooksStory();
    own.trace.push(struck("crash-after"));

    expect(verdictOn(executionFailsOnlyByAws, thrown)).toEqual({
      message: "the execution failed by itself: NonDeterministicExecutionError: another step",
      witnesses: ["ended"],
    });
    expect(verdictOn(executionFailsOnlyByAws, own.endsWith(gaveUp))).toBeDefined();
  });

  it("names the end that it means, of executions that have the same label", () => {
    const thrown = { status: "FAILED", error: { ErrorType: "TypeError" } } as const;
    const story = new BooksStory().ends("TIMED_OUT").reconciles("reconciler").ends("TIMED_OUT");
    const violation = executionFailsOnlyByAws.check(
      story.reconciles("reconciler").endsWith(thrown),
    );

    expect(violation?.witnesses).toEqual([story.trace.length - 1]);
  });

  it("looks at those who look after an order, too", () => {
    const story = new BooksStory().ends("TIMED_OUT").reconciles().endsWith(gaveUp);

    expect(verdictOn(executionFailsOnlyByAws, story)?.message).toMatch(/^the execution of other-1/);
    expect(verdictOn(executionFailsOnlyByAws, story)?.witnesses).toEqual(["other-1 ended"]);
  });
});

describe("undone-order-needs-nobody", () => {
  it("holds where people are asked, and told so", () => {
    const story = new BooksStory().pays().escalates("payment").ends("attention");
    expect(verdictOn(undoneOrderNeedsNobody, story)).toBeUndefined();
  });

  it("holds where the one who looked after an order later has undone what was left to people", () => {
    const story = new BooksStory().pays().escalates("payment").ends("FAILED").reconciles();
    story.trace.push({
      kind: "invocation.started",
      atMs: story.trace.at(-1)?.atMs ?? 0,
      invocation: 2,
      execution: "other-1",
    });
    expect(verdictOn(undoneOrderNeedsNobody, story.ends("undone"))).toBeUndefined();

    const own = story.reconciles();
    expect(verdictOn(undoneOrderNeedsNobody, own.escalates("stock").ends("undone"))).toBeDefined();
  });

  it("goes by the last of the executions that have the same label", () => {
    const began = (invocation: number): TraceEvent => ({
      kind: "invocation.started",
      atMs: 0,
      invocation,
      execution: "reconciler",
    });
    const story = new BooksStory().pays().ends("FAILED").reconciles("reconciler");
    story.trace.push(began(2));
    story.escalates("payment").ends("FAILED").reconciles("reconciler");
    story.trace.push(began(3), began(4));
    expect(verdictOn(undoneOrderNeedsNobody, story.ends("undone"))).toBeUndefined();

    story.reconciles("reconciler").trace.push(began(5));
    story.escalates("stock").trace.push(began(6));
    expect(verdictOn(undoneOrderNeedsNobody, story.ends("undone"))?.message).toBe(
      "order ORD-1 is undone, but people are asked to settle its stock",
    );
  });

  it("breaks where an order counts as undone, and people are asked to settle the rest", () => {
    const story = new BooksStory().pays().escalates("payment").ends("undone");
    expect(verdictOn(undoneOrderNeedsNobody, story)).toEqual({
      message: "order ORD-1 is undone, but people are asked to settle its payment",
      witnesses: ["payment escalated", "ended"],
    });
  });
});

describe("execution-acts-for-its-own-order", () => {
  function twoOrders(): BooksStory {
    const story = new BooksStory().pays("pi_1").reserves("rs_1").ships("shp_1").orders("ORD-2");
    const started = { kind: "invocation.started", atMs: 0 } as const;
    story.trace.push(
      { ...started, invocation: 1 },
      { ...started, invocation: 2, execution: "other-1" },
    );
    return story;
  }

  it("holds where each asks for what is its own", () => {
    const story = twoOrders();
    for (const id of ["pi_1", "rs_1", "shp_1", "nothing"]) asked(story, "any.call", { id }, 1);
    asked(story, "mailer.send", { orderId: "ORD-2" }, 2);

    expect(verdictOn(executionActsForItsOwnOrder, story)).toBeUndefined();
  });

  it.each([{ id: "pi_1" }, { id: "rs_1" }, { id: "shp_1" }, { id: "re_1" }, { orderId: "ORD-1" }])(
    "breaks where one asks for what is another's: %j",
    (args) => {
      const story = asked(twoOrders().refunds("pi_1", 50), "any.call", args, 2);

      expect(verdictOn(executionActsForItsOwnOrder, story)?.message).toBe(
        "the execution of order ORD-2 called any.call for order ORD-1",
      );
    },
  );
});
