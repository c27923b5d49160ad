import { describe, expect, it } from "vitest";
import { memory } from "./memory.ts";
import { Story, contextOf, findings, stepOf, update } from "./story.test-support.ts";

const started = stepOf("a");
const done = stepOf("a", {
  Status: "SUCCEEDED",
  EndTimestamp: 2,
  StepDetails: { Attempt: 1, Result: "1" },
});

describe("memory", () => {
  it("shows on every replay what was acknowledged, and how it went on", () => {
    const story = new Story()
      .invoked()
      .sent([update("START", started)])
      .acknowledged([started])
      .invoked([started])
      .sent([update("SUCCEED", started)])
      .acknowledged([done])
      .invoked([done]);

    expect(findings(memory, story)).toEqual([]);
  });

  it("may show what nobody was told of, for its answer got lost", () => {
    const story = new Story()
      .invoked()
      .sent([update("START", started)])
      .invoked([started]);

    expect(findings(memory, story)).toEqual([]);
  });

  it("does not forget an operation that was acknowledged", () => {
    const story = new Story()
      .invoked()
      .sent([update("START", started)])
      .acknowledged([started])
      .invoked();

    expect(findings(memory, story)).toEqual(["2: STEP a: it is not shown any more"]);
  });

  it("does not forget an operation that an earlier invocation was shown", () => {
    expect(findings(memory, new Story().invoked([started]).invoked())).toEqual([
      "2: STEP a: it is not shown any more",
    ]);
  });

  it("does not forget how far an operation had come", () => {
    const story = new Story().invoked().sent([]).acknowledged([done]);

    expect(findings(memory, story.invoked([started]))).toEqual([
      "2: STEP a: its Status has changed",
    ]);
  });

  it("does not forget it within an invocation either", () => {
    const story = new Story().invoked([done]).sent([]).acknowledged([started]);

    expect(findings(memory, story)).toEqual(["1: STEP a: its Status has changed"]);
  });

  it("looks at all pages of a state, and not before the last one", () => {
    const b = stepOf("b");
    const paged = new Story().invoked([started, b]).invoked([started], "second", true);

    expect(findings(memory, paged)).toEqual([]);
    expect(findings(memory, paged.read([b]))).toEqual([]);
    expect(findings(memory, paged.read([]))).toEqual(["2: STEP b: it is not shown any more"]);
  });

  describe("of a finished context", () => {
    const open = contextOf("c");
    const closed = contextOf("c", { Status: "SUCCEEDED", EndTimestamp: 3 });
    const kept = { ...closed, ContextDetails: { ReplayChildren: true } };
    const child = contextOf("d", { ParentId: "c" });
    const grandchild = stepOf("e", { ParentId: "d" });
    const before = new Story().invoked([open, child, grandchild]).sent([]);

    it("hides what is in it", () => {
      expect(findings(memory, before.acknowledged([closed]).invoked([closed]))).toEqual([]);
    });

    it("shows what is in it when it asks for that", () => {
      const story = before.acknowledged([kept]);

      expect(findings(memory, story.invoked([kept, child, grandchild]))).toEqual([]);
      expect(findings(memory, story.invoked([kept, child]))).toEqual([
        "2: STEP e: it is not shown any more",
      ]);
    });

    it("shows nothing of it otherwise", () => {
      const story = before.acknowledged([closed]).invoked([closed, child, grandchild]);

      expect(findings(memory, story)).toEqual([
        "2: CONTEXT d: it is shown, and a context around it has finished or is not",
        "2: STEP e: it is shown, and a context around it has finished or is not",
      ]);
    });

    it("hides also what a context within it wants to keep", () => {
      const keptChild = { ...child, ...kept, Id: "d", ParentId: "c" };
      const story = before.acknowledged([closed, keptChild]);

      expect(findings(memory, story.invoked([closed]))).toEqual([]);
      expect(findings(memory, story.invoked([closed, keptChild, grandchild]))).toHaveLength(2);
    });

    it("tells nobody of its parent who was never shown it", () => {
      // The service ends a wait in a context of a lost answer, and tells of it, as of every change.
      const wait = stepOf("w", { Type: "WAIT", Status: "SUCCEEDED", ParentId: "unseen" });
      const story = new Story().invoked([closed]).sent([]).acknowledged([wait]).invoked([closed]);

      expect(findings(memory, story)).toEqual([]);
    });
  });

  it("shows the execution first, and operations by their start", () => {
    const late = stepOf("late", { StartTimestamp: 5 });
    const execution = stepOf("x", { Type: "EXECUTION" });

    expect(findings(memory, new Story().invoked([late, started]))).toEqual([
      "1: STEP a: it started before the operation before it",
    ]);
    expect(findings(memory, new Story().invoked([execution]))).toEqual([
      "1: EXECUTION x: the execution comes first, and only once",
    ]);
  });

  describe("of a checkpoint whose answer got lost", () => {
    const b = stepOf("b");
    const lost = new Story()
      .invoked([started])
      .sent([update("SUCCEED", started), update("START", b)]);

    it("is complete, or there is none", () => {
      expect(findings(memory, lost.invoked([done, b]))).toEqual([]);
      expect(findings(memory, lost.invoked([started]))).toEqual([]);
    });

    it("is never of a part", () => {
      expect(findings(memory, lost.invoked([started, b]))).toEqual([
        "2: one checkpoint was applied in part: START b and not SUCCEED a",
      ]);
      expect(findings(memory, lost.invoked([done]))).toEqual([
        "2: one checkpoint was applied in part: SUCCEED a and not START b",
      ]);
    });

    it("waits for the whole state", () => {
      const paged = lost.invoked([done], "second", true);

      expect(findings(memory, paged)).toEqual([]);
      expect(findings(memory, paged.read([b]))).toEqual([]);
      expect(findings(memory, paged.read([]))).toHaveLength(1);
    });

    it("may have hidden some of itself", () => {
      const context = contextOf("c");
      const closed = contextOf("c", { Status: "SUCCEEDED" });
      const child = stepOf("d", { ParentId: "c" });
      const story = new Story()
        .invoked([context])
        .sent([update("START", child), update("SUCCEED", context)]);

      expect(findings(memory, story.invoked([closed]))).toEqual([]);
    });
  });
});
