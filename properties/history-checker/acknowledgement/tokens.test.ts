import { describe, expect, it } from "vitest";
import { Story, findings } from "./story.test-support.ts";
import { tokens } from "./tokens.ts";

const begun = new Story().invoked([], "one");

describe("tokens", () => {
  it("are used once each, in the order in which they were given", () => {
    const story = begun
      .sent([], "one")
      .acknowledged([], { token: "two" })
      .sent([], "two")
      .acknowledged([], { token: "three" })
      .invoked([], "four")
      .sent([], "four")
      .acknowledged([], { token: "five" });

    expect(findings(tokens, story)).toEqual([]);
  });

  it("may be sent again when they are spent, as long as nobody accepts them", () => {
    const story = begun.sent([], "one").acknowledged([], { token: "two" }).sent([], "one");

    expect(findings(tokens, story)).toEqual([]);
    expect(findings(tokens, story.acknowledged([], { token: "three" }))).toEqual([
      "1: could make a checkpoint with token one; the valid one was two",
    ]);
  });

  it("are never given again", () => {
    expect(findings(tokens, begun.invoked([], "one"))).toEqual([
      "2: was given token one, which is spent",
    ]);
    expect(findings(tokens, begun.sent([], "one").acknowledged([], { token: "one" }))).toEqual([
      "1: was given token one, which is spent",
    ]);
  });

  it("are worth nothing when a later invocation has begun", () => {
    const late = begun.sent([], "one").invoked([], "two").acknowledged([], { invocation: 1 });

    expect(findings(tokens, late)).toEqual([
      "1: could make a checkpoint when a later invocation had begun",
    ]);
  });

  it("are of one invocation only", () => {
    const stolen = begun.invoked([], "two").sent([], "one").acknowledged([], { token: "three" });

    expect(findings(tokens, stolen)).toEqual([
      "2: could make a checkpoint with token one; the valid one was two",
    ]);
  });

  it("are worth nothing once the service has given none", () => {
    const closed = begun
      .sent([], "one")
      .wrong([{ kind: "acknowledged", invocation: 1, call: 1, token: undefined, operations: [] }]);

    expect(findings(tokens, closed)).toEqual([]);
    expect(findings(tokens, closed.sent([], "one").acknowledged([], { token: "two" }))).toEqual([
      "1: could make a checkpoint with token one; the valid one was undefined",
    ]);
  });
});
