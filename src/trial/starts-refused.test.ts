import { describe, expect, it } from "vitest";
import { UsageError } from "../kernel/errors.ts";
import { other, run, told } from "./several-executions.test-support.ts";

describe("an execution that a world starts", () => {
  it.each([
    [{ label: "an order" }, /label "an order" must be of letters/],
    [{ afterMs: Number.NaN }, /afterMs of "other" must be a number of ms from 0/],
    [{ afterMs: -1 }, /afterMs of "other" must be a number of ms from 0/],
  ])("is refused if it cannot be meant: %j", async (more, message) => {
    const refusal = run({ others: () => [other(more)] });

    await expect(refusal).rejects.toThrow(UsageError);
    await expect(refusal).rejects.toThrow(message);
  });

  it("is given {} where nothing else is said, as any function is", async () => {
    const { executions } = await run({ others: () => [other({ input: undefined })] });

    expect(told(executions)[1]).toEqual(["other", '"[object Object] at 0"']);
  });

  it("is refused by name where what decides on it throws", async () => {
    const onEnded = () => {
      throw new TypeError("no such client");
    };

    await expect(run({ onEnded })).rejects.toThrow(
      new UsageError("onEnded failed: TypeError: no such client"),
    );
  });
});
