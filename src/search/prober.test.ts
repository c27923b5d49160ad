import { describe, expect, it, vi } from "vitest";
import { usualFamilies } from "../faults/fault.ts";
import type { FaultSchedule } from "../faults/schedule.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { shortenEndlessLoops } from "../trial/short-endless-loops.test-support.ts";
import { parcelWorld, parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import type { Onlooker } from "../trial/trial.ts";
import { Enumeration } from "./exhaustive.ts";
import { Merging } from "./merging.ts";
import { Prober, longestBatchMs } from "./prober.ts";

const card = { type: "card", token: "tok" };

describe("code that keeps the processor", () => {
  shortenEndlessLoops();

  it("is found behind two faults, though trials are merged", async () => {
    const world = parcelWorldWith(async (context, { orderId, zip }, { payment, shipping }) => {
      const isRefused = (error: unknown) => String(error).includes("refused");
      const charge = async () => payment.charge(card, 1, orderId).then(() => false, isRefused);
      const isUnpaid = await context.step("charge", charge);
      const address = { street: "", city: "", zip };
      const ship = async () => shipping.create(orderId, address, []).then(() => false, isRefused);
      const isKept = await context.step("ship", ship);
      if (isUnpaid && isKept) for (;;) await Promise.resolve();
    });
    const prober = new Prober(world);
    const inputs = world.examples.map(({ input }) => input);
    const found = await inMacrotask(() => {
      const merging = new Merging(prober, { seed: 1, maxFaults: 2, merge: true });
      const trials = new Enumeration(2, prober.faultsAt, merging.triersFor(inputs)).trials();
      for (;;) {
        const batch = prober.guarded(1, () => trials.next());
        if (batch.kind === "endless-loop") return batch.result.strikes.map(({ fault }) => fault);
        if (batch.value.done === true) return "nothing";
      }
    });
    expect(found).toEqual(["refuse", "refuse"]);
  });

  it("is told apart from many trials that take long, and how to allow for those", async () => {
    const prober = new Prober(parcelWorldWith(async () => "done"));
    const [example] = prober.world.examples;
    const decider = { kind: "schedule", schedule: [] } as const;
    const takeLong = () =>
      prober.guarded(1, () => {
        prober.run({ input: example?.input, seed: 1, decider });
        for (;;);
      });

    await expect(inMacrotask(takeLong)).rejects.toThrow(
      "1 trials took more than 420 ms, though the last of them alone did not. Either this machine is too busy: " +
        "try again; or what is tested computes for long: raise DURABLE_CHAOS_ENDLESS_LOOP_MS",
    );
  });
});

describe("a trial", () => {
  it("that is halted adds the passes since its last fault to the counts, as those before are in them already", async () => {
    const prober = new Prober(parcelWorld);
    const [{ input } = { input: undefined }] = prober.world.examples;
    const schedule = [{ at: "payment.charge", from: 1, times: 1, fault: "refuse" }] as const;
    const onlooker: Onlooker = {
      wants: () => true,
      see: (_situation, { point }) => (point.at === "checkpoint RETRY charge" ? "enough" : "go on"),
    };
    const decider = { kind: "schedule", schedule } as const;
    await inMacrotask(() => prober.probe({ input, seed: 1, decider, onlooker }));

    expect([...prober.counts.points.keys()]).toEqual(["payment.charge", "checkpoint RETRY charge"]);
    expect(prober.hasEnumerated({ at: "payment.charge", fault: "refuse" })).toBe(true);
    expect(prober.hasEnumerated({ at: "payment.charge", fault: "throttle" })).toBe(false);
  });

  it("is told apart from those that shrink another, whose number depends on when a search was interrupted", async () => {
    const prober = new Prober(parcelWorld);
    const [{ input } = { input: undefined }] = prober.world.examples;
    const schedule = [{ at: "payment.charge", from: 1, times: 1, fault: "refuse" }] as const;
    prober.phase = "shrinking";
    await inMacrotask(() =>
      prober.run({ input, seed: 1, decider: { kind: "schedule", schedule } }),
    );

    expect(prober.counts.points.get("payment.charge")?.struck.get("refuse")).toBe(1);
    expect(prober.hasEnumerated({ at: "payment.charge", fault: "refuse" })).toBe(false);
  });
});

describe("trials that explain another", () => {
  shortenEndlessLoops();

  it("run under one guard, and each under its own where one of them never gives control back", async () => {
    const world = parcelWorldWith(async (context, { orderId }, { payment }) => {
      const charge = async () =>
        payment.charge(card, 1, orderId).then(
          () => true,
          () => false,
        );
      if (!(await context.step("charge", charge))) for (;;) await Promise.resolve();
    });
    let runs = 0;
    const prober = new Prober(world, usualFamilies, (plan) => {
      runs++;
      return plan;
    });
    const input = world.examples[0]?.input;
    const struck = [{ at: "payment.charge", from: 1, times: 1, fault: "refuse" }] as const;
    const endingsOf = async (...schedules: FaultSchedule[]) =>
      inMacrotask(() =>
        prober.aside(schedules.length, (run) =>
          schedules.map((schedule) => {
            const { cut } = run({ input, seed: 1, decider: { kind: "schedule", schedule } });
            return cut?.kind;
          }),
        ),
      );

    expect(await endingsOf([], [])).toEqual([undefined, undefined]);
    expect(runs).toBe(2);
    // Two until it loops, and three alone.
    expect(await endingsOf([], struck, [])).toEqual([undefined, "endless-loop", undefined]);
    expect(runs).toBe(2 + 5);
    // What has looped once is not waited for together again.
    expect(await endingsOf(struck)).toEqual(["endless-loop"]);
    expect(runs).toBe(2 + 5 + 1);
    expect(prober.counts.trials).toBe(0);
  });
});

describe("how long a batch of trials may take", () => {
  it("grows with their number, and with how long code may keep the processor", () => {
    const usual = longestBatchMs(100);
    vi.stubEnv("DURABLE_CHAOS_ENDLESS_LOOP_MS", "10000");
    const longer = longestBatchMs(100);
    vi.unstubAllEnvs();

    expect([usual, longer]).toEqual([12_000, 60_000]);
  });
});
