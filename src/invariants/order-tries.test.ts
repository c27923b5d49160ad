import { describe, expect, it } from "vitest";
import { CallStory, judged } from "./call-story.test-support.ts";
import { nothingIsTriedForEver } from "./order-tries.ts";

const twice = nothingIsTriedForEver({ "shop.pay": 2 });

describe("nothing-is-tried-for-ever", () => {
  it("breaks at the first try too many, in however many invocations", () => {
    expect(judged(twice, new CallStory().asks().asks())).toBe(undefined);
    expect(judged(twice, new CallStory().asks().ends().invoked().asks().asks())).toEqual({
      message: "shop.pay was asked 3 times, and 2 are enough",
      witnesses: [5],
    });
  });

  it("counts each request by itself, and only those that it is told of", () => {
    const each = new CallStory().asks().asks().asks("shop.pay", { id: 1 });

    expect(judged(twice, each)).toBe(undefined);
    expect(judged(twice, new CallStory().asks("a").asks("a").asks("a"))).toBe(undefined);
  });

  it("counts each execution by itself, and one that follows another of its name", () => {
    const others = new CallStory().asks().asks().invoked("second").asks().asks();

    expect(judged(twice, others)).toBe(undefined);
    expect(judged(twice, others.executionEnds("second").invoked("second").asks().asks())).toBe(
      undefined,
    );
    expect(judged(twice, others.asks())).toBeDefined();
  });

  it.each(["crashed", "timed-out", "threw"] as const)(
    "allows one more for a sandbox that %s, and not two",
    (end) => {
      const story = new CallStory().asks().ends(end).invoked().asks().asks();

      expect(judged(twice, story)).toBe(undefined);
      expect(judged(twice, story.asks())).toBeDefined();
    },
  );

  it("allows one more for what could not be stored, and for a sandbox that was taken for dead", () => {
    const zombie = new CallStory().asks().invoked().asks().asks();

    expect(judged(twice, new CallStory().asks().cannotStore().asks().asks())).toBe(undefined);
    expect(judged(twice, zombie)).toBe(undefined);
    // It ends at last, and that is no second death.
    expect(judged(twice, zombie.ends("crashed", 1).asks())).toBeDefined();
  });

  it("remembers what is at its limit", () => {
    const remembered = (story: CallStory) => JSON.stringify(twice.remembers?.(story.trace, {}));

    expect(remembered(new CallStory().asks())).toBe(remembered(new CallStory()));
    expect(remembered(new CallStory().asks().asks())).not.toBe(remembered(new CallStory()));
  });
});
