import { describe, expect, it } from "vitest";
import { echo } from "./echo.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { Story, contextOf, findings, stepOf, update } from "./story.test-support.ts";

const started = stepOf("a");
const running = new Story().invoked([started]);

describe("echo", () => {
  it("shows every operation of a checkpoint as it was left", () => {
    const b = contextOf("b");
    const story = running
      .sent([
        update("RETRY", started, { Error: { ErrorMessage: "no" } }),
        update("START", b),
        update("SUCCEED", b, { Payload: "1" }),
      ])
      .acknowledged([
        stepOf("a", {
          Status: "PENDING",
          StepDetails: { Attempt: 1, Error: { ErrorMessage: "no" }, NextAttemptTimestamp: 9 },
        }),
        contextOf("b", { Status: "SUCCEEDED", ContextDetails: { Result: "1" } }),
      ]);

    expect(findings(echo, story)).toEqual([]);
  });

  it("may show that others have already ended what the function has just started", () => {
    const wait = { ...stepOf("w"), Type: "WAIT" } as const;
    const sent = new Story().invoked().sent([update("START", wait)]);

    expect(findings(echo, sent.acknowledged([{ ...wait, Status: "SUCCEEDED" }]))).toEqual([]);
  });

  it("leaves out no operation", () => {
    const story = running.sent([update("START", stepOf("b"))]).acknowledged([started]);

    expect(findings(echo, story)).toEqual(["1: START b: the answer does not show it"]);
  });

  it("says nothing of the execution's own end", () => {
    const end = update("SUCCEED", stepOf("x", { Type: "EXECUTION" }));

    expect(findings(echo, running.sent([end]).acknowledged([]))).toEqual([]);
  });

  it.each(["START", "RETRY", "FAIL", "SUCCEED"] as const)("shows that %s was applied", (Action) => {
    const story = running.sent([update(Action, started)]);

    expect(findings(echo, story.acknowledged([stepOf("a", { Status: "READY" })]))).toEqual([
      `1: ${Action} a: the answer shows it as READY`,
    ]);
  });

  const succeeded = { Status: "SUCCEEDED", StepDetails: { Attempt: 1, Result: "1" } } as const;

  it.each<[string, Partial<SeenOperation>]>([
    ["another result", { StepDetails: { Attempt: 1, Result: "2" } }],
    ["another error", { StepDetails: { Attempt: 1, Result: "1", Error: {} } }],
    ["another Name", { Name: "other" }],
    ["another ParentId", { ParentId: "other" }],
    ["2 attempts, and 0 had ended before", { StepDetails: { Attempt: 2, Result: "1" } }],
  ])("does not show %s than was sent", (says, change) => {
    const story = running
      .sent([update("SUCCEED", started, { Payload: "1" })])
      .acknowledged([stepOf("a", { ...succeeded, ...change })]);

    expect(findings(echo, story)).toEqual([`1: SUCCEED a: the answer shows ${says}`]);
  });

  it("counts on from the attempts that were known before", () => {
    const retried = stepOf("a", { StepDetails: { Attempt: 2 } });
    const sent = new Story().invoked([retried]).sent([update("FAIL", retried)]);
    const failed = (Attempt: number) => stepOf("a", { Status: "FAILED", StepDetails: { Attempt } });

    expect(findings(echo, sent.acknowledged([failed(3)]))).toEqual([]);
    expect(findings(echo, sent.acknowledged([failed(2)]))).toEqual([
      "1: FAIL a: the answer shows 2 attempts, and 2 had ended before",
    ]);
  });
});
