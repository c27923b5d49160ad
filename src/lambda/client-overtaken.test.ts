import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { checkpointFaults } from "../faults/fault.ts";
import {
  type Run,
  type RunOptions,
  resultOf,
  runFunction,
} from "./durable-function.test-support.ts";

describe("a checkpoint that is overtaken", () => {
  const overtake = { at: "checkpoint SUCCEED work", from: 1, times: 1, fault: "defer" } as const;
  const options: RunOptions = {
    callbacks: { approval: { kind: "succeed", result: "yes", afterMs: 15 } },
  };
  const waitAndWork = async (context: DurableContext) => {
    const [approval] = await context.createCallback("approval");
    await context.step("work", async () => 1);
    return approval;
  };

  it("arrives after what else is on its way", async () => {
    const usual = await runFunction(waitAndWork, options);
    const overtaken = await runFunction(waitAndWork, {
      ...options,
      faults: [overtake],
    });

    expect(movesOf(usual)).toEqual(["10 approval", "20 work", "20 work", "25 approval"]);
    expect(movesOf(overtaken)).toEqual(["10 approval", "25 approval", "25 work", "25 work"]);
    expect(resultOf(overtaken)).toBe("yes");
  });

  it("is no fault where nothing is on its way", async () => {
    const run = await runFunction(async (context) => context.step("work", async () => 1));

    const point = run.passed.find(({ at }) => at === "checkpoint SUCCEED work");
    expect(point?.faults).toEqual(checkpointFaults.filter((fault) => fault !== "defer"));
  });
});

function movesOf({ trace }: Run): string[] {
  return trace.flatMap((event) =>
    event.kind === "operation.moved" ? `${event.atMs} ${event.name}` : [],
  );
}
