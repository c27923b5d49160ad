import { describe, expect, it } from "vitest";
import { CallStory, judged } from "./call-story.test-support.ts";
import { nobodyIsAskedInAHurry, retryAfterIsWaitedFor } from "./order-pace.ts";

describe("retry-after-is-waited-for", () => {
  const told = () => new CallStory().asks().isTold(30_000);

  it("breaks where the same is asked a moment before its time", () => {
    const story = told().ends().later(29_999).invoked().asks();

    expect(judged(retryAfterIsWaitedFor, story)).toEqual({
      message: "shop.pay was asked again 1 ms before the time that it had named",
      witnesses: [2, 5],
    });
    expect(judged(retryAfterIsWaitedFor, told().later(5).asks())).toBeDefined();
  });

  it("holds at that time, and for whatever else is asked", () => {
    expect(judged(retryAfterIsWaitedFor, told().ends().later(30_000).invoked().asks())).toBe(
      undefined,
    );
    expect(judged(retryAfterIsWaitedFor, told().asks("shop.look"))).toBe(undefined);
    expect(judged(retryAfterIsWaitedFor, told().asks("shop.pay", { id: 1 }))).toBe(undefined);
    expect(judged(retryAfterIsWaitedFor, told().invoked("second").asks())).toBe(undefined);
  });

  it.each(["crashed", "timed-out", "threw"] as const)(
    "holds where who heard it %s, and whoever follows knows nothing of it",
    (end) => {
      expect(judged(retryAfterIsWaitedFor, told().ends(end).invoked().asks())).toBe(undefined);
    },
  );

  it("holds where what was heard could not be stored, or is not yet", () => {
    expect(judged(retryAfterIsWaitedFor, told().cannotStore().ends().invoked().asks())).toBe(
      undefined,
    );
    expect(judged(retryAfterIsWaitedFor, told().invoked().asks())).toBe(undefined);
  });

  it("remembers who has to wait, until the time has come", () => {
    const remembered = (story: CallStory) =>
      JSON.stringify(retryAfterIsWaitedFor.remembers?.(story.trace, {}));

    expect(remembered(told())).not.toBe(remembered(new CallStory().asks()));
    expect(remembered(told().ends())).not.toBe(remembered(told()));
    expect(remembered(told().later(30_000).ends())).toBe(remembered(new CallStory().asks()));
    expect(remembered(told().asks().later(60_000).ends())).not.toBe(
      remembered(told().later(60_000).ends()),
    );
  });
});

describe("nobody-is-asked-in-a-hurry", () => {
  const asking = (times: number, pauseMs: number, story = new CallStory()) => {
    for (let time = 0; time < times; time++) story.asks().later(pauseMs);
    return story;
  };

  it("breaks where one invocation asks the same four times within a second", () => {
    expect(judged(nobodyIsAskedInAHurry, asking(4, 333))).toEqual({
      message: "shop.pay was asked 4 times within a second",
      witnesses: [4],
    });
  });

  it("holds where there is a third of a second between, where others are asked, or sandboxes die", () => {
    expect(judged(nobodyIsAskedInAHurry, asking(40, 334))).toBe(undefined);
    expect(judged(nobodyIsAskedInAHurry, asking(3, 1).asks("shop.look"))).toBe(undefined);
    const crashing = new CallStory();
    for (let time = 0; time < 9; time++) crashing.asks().ends("crashed").invoked();
    expect(judged(nobodyIsAskedInAHurry, crashing)).toBe(undefined);
  });

  it("remembers repeats, for a second", () => {
    const remembered = (story: CallStory) =>
      JSON.stringify(nobodyIsAskedInAHurry.remembers?.(story.trace, {}));

    expect(remembered(asking(1, 1))).toBe(remembered(new CallStory()));
    expect(remembered(asking(2, 1))).not.toBe(remembered(new CallStory()));
    expect(remembered(asking(2, 1_000).ends())).toBe(remembered(new CallStory()));
  });
});
