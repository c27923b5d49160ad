import { describe, expect, it } from "vitest";
import type { TraceEvent } from "../kernel/trace.ts";
import { nothingForwardAfterAnUndo } from "./order-direction.ts";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import { eachActionHasOneKey, keysAreUsedWhileTheyAreKnown } from "./order-keys.ts";

/** A trial in which these calls were asked for, `name` with `args`, by the invocation given. */
function asking(...calls: readonly (readonly [string, object, number?])[]) {
  const trace = calls.map(([name, args, invocation = 1], index): TraceEvent => ({
    kind: "call.requested",
    atMs: index,
    call: index + 1,
    invocation,
    name,
    args: { ...args },
  }));
  const outcome = { status: "RUNNING" } as const;
  return { input: {}, outcome, executions: [], ledgers: {}, trace };
}

describe("each-action-has-one-key", () => {
  const { check } = eachActionHasOneKey(["pay.cancel"]);

  it("holds where what is asked again has its key, and other things have others", () => {
    const trial = asking(
      ["pay.charge", { order: "o1", key: "a" }],
      ["pay.charge", { order: "o1", key: "a" }],
      ["pay.charge", { order: "o2", key: "b" }],
      ["pay.look", { order: "o1" }],
    );

    expect(check(trial)).toBeUndefined();
  });

  it("breaks where a repeat has a key of its own", () => {
    const trial = asking(
      ["pay.look", {}],
      ["pay.charge", { order: "o1", key: "a" }],
      ["pay.charge", { order: "o1", key: "b" }],
    );

    expect(check(trial)).toEqual({
      message: `pay.charge was asked again with key "b" after "a"`,
      witnesses: [1, 2],
    });
  });

  it("lets a call be decided on anew where that is allowed", () => {
    const trial = asking(
      ["pay.cancel", { id: "1", key: "a" }],
      ["pay.cancel", { id: "1", key: "b" }],
    );

    expect(check(trial)).toBeUndefined();
  });

  it.each([
    ["another call", ["pay.refund", { order: "o1", key: "a" }]],
    ["other parameters", ["pay.charge", { order: "o2", key: "a" }]],
  ] as const)("breaks where a key stands for %s as well", (_what, second) => {
    const trial = asking(["pay.charge", { order: "o1", key: "a" }], second);

    expect(check(trial)).toEqual({
      message: `key "a" was used for ${second[0]} and for something else`,
      witnesses: [0, 1],
    });
  });
});

describe("nothing-forward-after-an-undo", () => {
  const { check } = nothingForwardAfterAnUndo({ forward: ["stock.take"], undo: ["stock.back"] });

  it("holds where all is undone after all was done, and for what is neither", () => {
    const trial = asking(
      ["stock.take", {}],
      ["stock.back", {}],
      ["mail.send", {}],
      ["stock.back", {}],
    );

    expect(check(trial)).toBeUndefined();
  });

  it("breaks where an invocation goes on with what it has begun to undo", () => {
    const trial = asking(["stock.take", {}], ["stock.back", {}, 2], ["stock.take", {}, 2]);

    expect(check(trial)).toEqual({
      message: "stock.take was asked for in invocation 2, which had begun to undo",
      witnesses: [1, 2],
    });
  });

  it("does not mind what a sandbox does that has been given up meanwhile", () => {
    const trial = asking(["stock.take", {}], ["stock.back", {}, 2], ["stock.take", {}, 1]);

    expect(check(trial)).toBeUndefined();
  });
});

describe("keys-are-used-while-they-are-known", () => {
  function asked(story: BooksStory, name: string, args: Record<string, unknown>): BooksStory {
    const atMs = story.trace.at(-1)?.atMs ?? 0;
    story.trace.push({ kind: "call.requested", atMs, call: 1, invocation: 1, name, args });
    return story;
  }

  const hours = 3_600_000;
  const again = (ms: number, key: string, name = "pay") =>
    asked(asked(new BooksStory().mails(), "pay", { key: "a" }).later(ms).mails(), name, { key });

  it("holds within a day, and for other keys", () => {
    expect(verdictOn(keysAreUsedWhileTheyAreKnown, again(23 * hours, "a"))).toBeUndefined();
    expect(verdictOn(keysAreUsedWhileTheyAreKnown, again(48 * hours, "b"))).toBeUndefined();
    expect(verdictOn(keysAreUsedWhileTheyAreKnown, again(48 * hours, "a", "mail"))).toBeUndefined();
  });

  it("breaks where a key comes again after a day", () => {
    expect(verdictOn(keysAreUsedWhileTheyAreKnown, again(24 * hours, "a"))?.message).toBe(
      "pay a was asked again, more than a day after it was first",
    );
  });
});
