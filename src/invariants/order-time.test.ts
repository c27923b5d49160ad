import { describe, expect, it } from "vitest";
import { CallStory, judged } from "./call-story.test-support.ts";
import { ordersAreCarriedOnInTime } from "./order-time.ts";

const hourMs = 3_600_000;
const inSixHours = ordersAreCarriedOnInTime([{ calls: ["shop.pay"], withinMs: 6 * hourMs }]);

describe("orders-are-carried-on-in-time", () => {
  const begun = () => new CallStory().asks("shop.reserve");

  it("breaks where a call comes later after the first one than it may", () => {
    expect(
      judged(
        inSixHours,
        begun()
          .later(6 * hourMs)
          .asks(),
      ),
    ).toBe(undefined);
    expect(
      judged(
        inSixHours,
        begun()
          .later(6.5 * hourMs)
          .asks(),
      ),
    ).toEqual({
      message: "shop.pay was asked for 6.5 h after its order began",
      witnesses: [1, 2],
    });
  });

  it("holds for calls that may come when they like, and where the first one comes late", () => {
    expect(
      judged(
        inSixHours,
        begun()
          .later(99 * hourMs)
          .asks("shop.undo"),
      ),
    ).toBe(undefined);
    expect(judged(inSixHours, new CallStory().later(99 * hourMs).asks())).toBe(undefined);
  });

  it("holds for whoever looks after the order", () => {
    const story = begun()
      .invoked("reconciler")
      .asks()
      .later(99 * hourMs)
      .asks();

    expect(judged(inSixHours, story)).toBe(undefined);
  });

  it("remembers when each began, and what was late", () => {
    const late = begun()
      .later(7 * hourMs)
      .asks();

    expect(inSixHours.remembers?.(begun().trace, {})).toEqual([
      [],
      [{ execution: undefined, atMs: 0 }],
    ]);
    expect(inSixHours.remembers?.(late.trace, {})).toEqual([
      [undefined],
      [{ execution: undefined, atMs: 0 }],
    ]);
  });
});
