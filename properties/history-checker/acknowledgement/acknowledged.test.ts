import { describe, expect, it } from "vitest";
import { brokenPromises } from "./acknowledged.ts";
import { Story, stepOf, update } from "./story.test-support.ts";

describe("brokenPromises", () => {
  it("are those of memory, of answers, and of tokens, each with its invocation", () => {
    const step = stepOf("a");
    const { observations } = new Story()
      .invoked([step], "one")
      .sent([update("FAIL", step)])
      .acknowledged([], { token: "two" })
      .invoked([], "one");

    expect(brokenPromises(observations)).toEqual([
      "invocation 2: STEP a: it is not shown any more",
      "invocation 1: FAIL a: the answer does not show it",
      "invocation 2: was given token one, which is spent",
    ]);
  });

  it("are none when nothing happened", () => {
    expect(brokenPromises([])).toEqual([]);
  });
});
