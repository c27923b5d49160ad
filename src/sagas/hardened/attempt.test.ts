import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Policy, attempt, hasId, patiently, promptly, untilDone } from "./attempt.ts";

/** The delays that a policy orders until it gives up, in seconds; up to so many. */
function delaysOf(policy: Policy, most = 1_000): readonly number[] {
  const delays: number[] = [];
  while (delays.length < most) {
    const { shouldRetry, delay } = policy(new Error("no"), delays.length + 1);
    if (!shouldRetry) break;
    const { minutes = 0, seconds = 0 } = { ...delay } as { minutes?: number; seconds?: number };
    delays.push(minutes * 60 + seconds);
  }
  return delays;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

describe("a policy whose dice always fall on the longest delay", () => {
  beforeEach(() => {
    vi.spyOn(Math, "random").mockReturnValue(1 - Number.EPSILON);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("tries promptly 8 times, and is over in five minutes though each call takes ten seconds", () => {
    const delays = delaysOf(promptly);

    expect(delays).toEqual([2, 4, 8, 16, 32, 60, 60]);
    expect(sum(delays) + 8 * 10).toBeLessThan(5 * 60);
  });

  it("tries patiently 84 times, and is over before keys are forgotten", () => {
    const delays = delaysOf(patiently);

    expect(delays).toHaveLength(83);
    expect(delays.slice(0, 11)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(Math.max(...delays)).toBe(900);
    expect(sum(delays) + 84 * 10).toBeLessThan(20 * 3_600);
  });

  it("tries until it is done, four times an hour", () => {
    const delays = delaysOf(untilDone);

    expect(delays).toHaveLength(1_000);
    expect(delays.slice(0, 11)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(untilDone(new Error("no"), 999_999)).toMatchObject({ shouldRetry: true });
  });
});

describe("an attempt", () => {
  it("does not take the end of its execution for an answer", async () => {
    const end = new TypeError("the execution is over");
    const step = async () => {
      throw end;
    };
    const call = { name: "ship", policy: promptly, isAnswer: hasId, ask: async () => ({}) };

    await expect(attempt({ step } as unknown as DurableContext, call)).rejects.toBe(end);
  });
});

describe("an answer with an id", () => {
  it.each([{ id: "shp_1" }, { id: undefined, more: 1 }])("is one: %o", (answer) => {
    expect(hasId(answer)).toBe(true);
  });

  it.each([{}, { ID: "shp_1" }, [], "id", "<html>", 7, null, undefined])("is not %j", (answer) => {
    expect(hasId(answer)).toBe(false);
  });
});
