import { readFile } from "node:fs/promises";
import { get } from "node:http";
import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import {
  type TrialResult,
  UsageError,
  type World,
  defineWorld,
  explore,
  runTrial,
} from "../src/index.ts";

// Node 22 shows real I/O only once a trial has stalled, not all of it, and never where it began.
const tellsWhere = Number.parseInt(process.versions.node, 10) >= 24;

describe("a saga that starts real I/O", () => {
  it("is refused for reading a file, on every Node", async () => {
    const world = worldOf((context) => context.step("io", () => readFile(import.meta.filename)));

    await expect(runTrial(world, plan)).rejects.toThrow(/real I\/O \(FSReq\w+\)/i);
  });

  it.skipIf(!tellsWhere).each([
    ["reads a file", "FSREQ", () => readFile(import.meta.filename)],
    ["opens a connection", "node:http", () => get("http://127.0.0.1:9/").on("error", () => {})],
    ["fetches", "fetch", () => fetch("http://127.0.0.1:9/")],
  ])("is refused when it %s, with the place where it did", async (_what, culprit, start) => {
    const world = worldOf((context) => context.step("io", async () => void (await start())));

    const error = await runTrial(world, plan).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(UsageError);
    const { message } = error as UsageError;
    expect(message).toContain(culprit);
    expect(message).toContain("engine-errors.test.ts");
  });

  it("ends a search with the same error", async () => {
    const world = worldOf((context) => context.step("io", () => readFile(import.meta.filename)));

    await expect(explore(world)).rejects.toThrow(UsageError);
  });
});

describe("a saga that keeps the processor", () => {
  beforeEach(() => {
    vi.stubEnv("DURABLE_CHAOS_ENDLESS_LOOP_MS", "400");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const endless = worldOf(async () => {
    for (;;) await Promise.resolve();
  });

  it("is stuck, and this process goes on", async () => {
    const result = await runTrial(endless, plan);

    expect(result.verdict).toBe("stuck");
    expect(stuckMessage(result)).toMatch(/kept the processor for \d+ ms .* an endless loop/);
  });

  it("ends a search, with that as its finding", async () => {
    const { findings, counts } = await explore(endless, { maxFaults: 1, randomTrials: 10 });

    expect(findings.map(({ bucket }) => bucket.invariant)).toEqual(["ends-after-faults-stop"]);
    expect(counts.trials).toBeLessThan(10);
  });
});

describe.each([
  ["throws in a tick", "Runtime.UncaughtException", throwInTick],
  ["leaves a rejection unhandled", "Runtime.UnhandledPromiseRejection", leaveRejection],
  ["throws in a timer's callback", "Runtime.UncaughtException", throwInTimer],
] as const)("a saga that %s", (_what, errorType, blowUp) => {
  it("crashes its sandbox, and is invoked again", async () => {
    const world = worldOf((context) =>
      context.step("work", async () => {
        if (invocationOf(context) === 1) blowUp();
        return pause();
      }),
    );

    const result = await runTrial(world, plan);

    const ended = result.trace.filter((event) => event.kind === "invocation.ended");
    expect(ended).toMatchObject([
      { end: "crashed", error: { ErrorType: errorType, ErrorMessage: "blown up" } },
      { end: "succeeded" },
    ]);
    expect(result.verdict).toBe("held");
  });

  it("is stuck if it always does, and the error is named", async () => {
    const world = worldOf(async () => {
      blowUp();
      return pause();
    });

    const result = await runTrial(world, plan);

    expect(result.verdict).toBe("stuck");
    expect(stuckMessage(result)).toContain(`crashed: ${errorType}, blown up`);
  });
});

const plan = { input: {}, schedule: [], seed: 1 };

function worldOf(saga: (context: DurableContext) => Promise<unknown>): World<object> {
  return defineWorld({
    name: "probe",
    handler: () => withDurableExecution(async (_input: object, context) => saga(context)),
    input: fc.constant({}),
    inputSchema: z.object({}),
    examples: [{ name: "nothing", input: {} }],
    services: {},
    invariants: [],
    bounds: { maxInvocations: 10 },
  });
}

function throwInTick(): void {
  process.nextTick(() => {
    throw new Error("blown up");
  });
}

function leaveRejection(): void {
  void Promise.reject(new Error("blown up"));
}

function throwInTimer(): void {
  setTimeout(() => {
    throw new Error("blown up");
  }, 5);
}

async function pause(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 10);
  });
}

function invocationOf({ lambdaContext }: DurableContext): number {
  return Number(lambdaContext.awsRequestId.slice(-12));
}

function stuckMessage({ violations }: TrialResult): string | undefined {
  return violations.find(({ invariant }) => invariant === "ends-after-faults-stop")?.violation
    .message;
}
