import { describe, expect, it } from "vitest";
import type { FaultSchedule } from "../faults/schedule.ts";
import { UsageError } from "../kernel/errors.ts";
import type { CallBoundary } from "../services/call-boundary.ts";
import { parcelWorld, parcelWorldWith } from "./parcel-world.test-support.ts";
import { runTrial, runTrialHopping } from "./run-trial.ts";
import { traceHash } from "./trial.ts";

const input = { orderId: "o1", zip: "somewhere" };

describe("a trial", () => {
  it("without faults ends as the handler would in production", async () => {
    const { outcome, verdict, ledgers, invocations } = await run([]);

    expect({ outcome, verdict, invocations }).toEqual({
      outcome: { status: "SUCCEEDED", result: undefined },
      verdict: "held",
      invocations: 1,
    });
    expect(ledgers.payment.charges).toHaveLength(1);
    expect(ledgers.shipping.parcels).toHaveLength(1);
  });

  it("strikes where the schedule says, and tells what broke", async () => {
    const { strikes, violations, verdict } = await run([
      { at: "shipping.create", from: 1, times: 1, fault: "lose-reply" },
    ]);

    expect(strikes).toMatchObject([{ at: "shipping.create", nth: 1, fault: "lose-reply" }]);
    expect(verdict).toBe("violated");
    expect(violations).toMatchObject([{ invariant: "at-most-one-parcel" }]);
  });

  it("is the same, byte for byte, whenever its seed is", async () => {
    const schedule = [{ at: "payment.charge", from: 1, times: 1, fault: "slow-reply" }] as const;
    const seeds = [1, 2, 3, 4, 5, 6];
    const hashes = await Promise.all(seeds.map((seed) => hashOf(run(schedule, seed))));
    const again = await Promise.all(seeds.map((seed) => hashOf(run(schedule, seed))));

    expect(again).toEqual(hashes);
    // The retry's jitter, in whole seconds, is drawn from the seed.
    expect(new Set(hashes).size).toBeGreaterThan(1);
  });

  // Vitest's own code runs in between, and a timer that it starts just then looks like real I/O.
  it("is the same with the driver for a Node that cannot drain", { retry: 2 }, async () => {
    const schedule = [
      { at: "payment.charge", from: 1, times: 1, fault: "slow-reply" },
      { at: "checkpoint SUCCEED charge", from: 1, times: 1, fault: "crash-after" },
    ] as const;
    const decider = { kind: "schedule", schedule } as const;
    const hopped = await runTrialHopping(parcelWorld, { input, seed: 1, decider });

    expect(traceHash(hopped)).toBe(await hashOf(run(schedule)));
  });

  it("numbers a crashed sandbox's successor, and keeps what the first one had checkpointed", async () => {
    const { invocations, ledgers, outcome } = await run([
      { at: "checkpoint SUCCEED ship", from: 1, times: 1, fault: "crash-after" },
    ]);

    expect(invocations).toBe(2);
    expect(ledgers.shipping.parcels).toHaveLength(1);
    expect(outcome.status).toBe("SUCCEEDED");
  });

  it("lets effects land that are still on their way when the execution ends", async () => {
    const { trace, ledgers } = await run([
      { at: "shipping.create", from: 1, times: 2, fault: "late-effect" },
    ]);
    const ended = trace.findIndex(({ kind }) => kind === "execution.ended");
    const [first, second] = ledgers.shipping.parcels;

    expect(ledgers.shipping.parcels).toHaveLength(2);
    expect(first?.event).toBeGreaterThan(ended);
    expect(second?.event).toBeGreaterThan(ended);
  });

  it("of a handler that never ends is stuck, and says what the last invocation did", async () => {
    const world = parcelWorldWith(async () => {
      await new Promise(() => {});
    });
    const { verdict, violations } = await runTrial(world, { input, schedule: [], seed: 1 });

    expect(verdict).toBe("stuck");
    expect(violations).toMatchObject([
      {
        invariant: "ends-after-faults-stop",
        violation: { message: expect.stringContaining("Sandbox.Timedout") },
      },
    ]);
  });

  it("crashes the sandbox, not the host, when the handler ends its process", async () => {
    const world = parcelWorldWith(async () => process.exit(0));
    const { violations } = await runTrial(world, { input, schedule: [], seed: 1 });

    expect(violations).toMatchObject([
      { violation: { message: expect.stringContaining("Runtime.ExitError, process.exit(0) was") } },
    ]);
  });

  it("blames a fake service that throws, not the code that called it", async () => {
    const world = parcelWorldWith(async (context, _order, { shipping }) =>
      context.step("ship", async () => shipping.create("o1", Object(undefined), [])),
    );
    const broken = { ...world, prepare: (boundary: CallBoundary) => breakParcels(world, boundary) };

    await expect(runTrial(broken, { input, schedule: [], seed: 1 })).rejects.toThrow(
      'the fake service behind shipping.create threw "TypeError: the parcels are locked"',
    );
  });

  it("refuses a handler that starts real I/O, and names it", async () => {
    const { readFile } = await import("node:fs/promises");
    const world = parcelWorldWith(async () => readFile(import.meta.filename));
    const refusal = runTrial(world, { input, schedule: [], seed: 1 });

    await expect(refusal).rejects.toThrow(UsageError);
    await expect(refusal).rejects.toThrow(/FSReq|FileHandle/i);
  });
});

function breakParcels(world: typeof parcelWorld, boundary: CallBoundary) {
  const stage = world.prepare(boundary, input);
  Object.assign(stage.ledgers.shipping.parcels, {
    push: () => {
      throw new TypeError("the parcels are locked");
    },
  });
  return stage;
}

async function run(schedule: FaultSchedule, seed = 1) {
  return runTrial(parcelWorld, { input, schedule, seed });
}

async function hashOf(result: ReturnType<typeof run>): Promise<string> {
  return traceHash(await result);
}
