import { describe, expect, it } from "vitest";
import { shortenEndlessLoops } from "../trial/short-endless-loops.test-support.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import { parseScenario } from "../trial/scenario.ts";
import type { World } from "../trial/world.ts";
import { orderAsPublished } from "../worlds/order-as-published.ts";
import { type CheckOptions, check, checkDefaults } from "./check-command.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { chargeOnce, smallWorld } from "./small-worlds.test-support.ts";

const quick = { faults: 0, trials: 0 };

/** All else that it breaks would be shrunk and explained as well. */
const chargesAsPublished: typeof orderAsPublished = {
  ...orderAsPublished,
  judge: (trial) =>
    orderAsPublished
      .judge(trial)
      .filter(({ invariant }) => invariant === "no-charge-without-refund"),
};

describe("check", () => {
  it(
    "shows a finding of the published saga from title to commands",
    { timeout: 60_000 },
    async () => {
      const { terminal, code } = await checked(chargesAsPublished, quick);

      expect(code).toBe(1);
      expect(terminal.printed[0]?.replace(/trial \d+/, "trial N")).toMatchInlineSnapshot(`
        "✗ no-charge-without-refund
          order ORD-1 failed, but charge ch_1 of 1.00 was not refunded

          Smallest scenario  found in trial N; 5 faults → 5 after 93 tries
            input   { orderId: "ORD-1", customerId: "CUST-1", items: [{ sku: "ITEM-1", qty: 1, price: 1 }],
                    paymentMethod: { type: "card", token: "tok_valid" }, shippingAddress: { street: "123 Main
                    St", city: "Seattle",…
            free    items: any other value that was tried breaks it as well
            fault   payment.charge, calls 1 to 5: takes effect, but the reply is lost
            needed  without any one of them the execution SUCCEEDED and every invariant holds
            kind    slow-reply and late-effect break it as well, in place of all 5; refuse, throttle, duplicate,
                    crash-before, crash-after and stall do not
            decides payment.charge, 5th call (8.4 s): from here 92 % of 50 random continuations break it, before
                    6 %

          What happened      virtual time; ! = injected fault, ✗ = breaks the invariant, #2 = 2nd attempt
              10 ms  invocation 1  validate-order           succeeded
              60 ms                reserve-inventory        inventory.reserve → reserved res_1: 1 x ITEM-1
              80 ms                payment-idempotency-key  succeeded
          ✗  130 ms                charge-payment           payment.charge → charged ch_1, 1.00
          !  130 ms                                         takes effect, but the reply is lost
             140 ms                                         failed (NetworkError), attempt 2 in 1 s
              1.2 s  invocation 2  charge-payment #2        payment.charge → known key, ch_1 again
          !   1.2 s                                         takes effect, but the reply is lost
              1.2 s                                         failed (NetworkError), attempt 3 in 1 s
          !   2.3 s  …             invocations 3 to 4 the same, until 4.3 s
              8.4 s  invocation 5  charge-payment #5        payment.charge → known key, ch_1 again
          !   8.4 s                                         takes effect, but the reply is lost
              8.4 s                                         failed for good after 5 attempts: NetworkError:
                                                            payment.charge: connection reset
              8.4 s                cancel-reservation       inventory.cancel → released 1 x ITEM-1
          ✗   8.4 s                FAILED after 5 invocations: StepError: payment.charge: connection reset

          Ledgers            what the services' own books say
              60 ms  inventory     movements: kind reserved, orderId ORD-1, sku ITEM-1, qty 1
              8.4 s                movements: kind released, orderId ORD-1, sku ITEM-1, qty 1
          ✗  130 ms  payment       charges: id ch_1, key 016e8825…, token tok_valid, amount 1
                                   no refunds, no declines
                     shipping      no parcels
                     notification  no confirmations

          Hint    payment.charge took effect, but never returned, so no undo was registered for it. A call that
                  failed may have happened: register its undo before the call, not after. What cannot be undone
                  comes last, and its failure must not fail the order.

          Replay  durable-chaos replay .durable-chaos/no-charge-without-refund-22624c43.json
          Keep    mkdir -p scenarios && cp .durable-chaos/no-charge-without-refund-22624c43.json scenarios/

          Also by refuse at payment.refund, calls 1 to 6: FAILED, in 2 trials
            Replay  durable-chaos replay .durable-chaos/no-charge-without-refund-b2dd45c6.json
        "
      `);
    },
  );

  it("prints and saves the same bytes for the same seed", { timeout: 60_000 }, async () => {
    const options = { faults: 0, trials: 200, seed: "any text" };

    const first = await checked(parcelWorld, options);
    const second = await checked(parcelWorld, options);

    expect(second.terminal.output).toBe(first.terminal.output);
    expect(second.terminal.files).toEqual(first.terminal.files);
  });

  it("saves scenarios that can be read back", { timeout: 60_000 }, async () => {
    const { terminal } = await checked(parcelWorld, quick);
    const [path = "", text = ""] = [...terminal.files].at(0) ?? [];

    expect(path).toMatch(/^\.durable-chaos\/no-charge-without-refund-[0-9a-f]{8}\.json$/);
    expect(parseScenario(text, path, [parcelWorld]).scenario.expect).toEqual({
      verdict: "violated",
      invariants: ["no-charge-without-refund"],
    });
  });

  it("leaves a saved scenario that somebody edited as it is, and says so", async () => {
    const before = await checked(smallWorld(chargeOnce), quick);
    const [path = ""] = before.terminal.files.keys();

    const { terminal } = await checked(smallWorld(chargeOnce), quick, { [path]: "{}" });

    expect(terminal.files.get(path)).toBe("{}");
    expect(terminal.notes.join("\n")).toContain(`${path} was edited and is left as it is`);
  });

  it("repeats in its last line whatever was not the default", async () => {
    const { terminal } = await checked(
      smallWorld(() => 1),
      { ...quick, seed: "two words" },
    );

    expect(terminal.printed.at(-1)).toBe(
      "Again   durable-chaos check small --seed 'two words' --faults 0 --trials 0",
    );
  });

  it("holds when nothing breaks", async () => {
    const { terminal, code } = await checked(
      smallWorld(() => "done"),
      quick,
    );

    expect(code).toBe(0);
    expect(terminal.output).toContain("0 of 2 invariants broken");
  });

  it("does not count as the function's bug what breaks because AWS ends the execution", async () => {
    const lambda = { functionTimeoutMs: 1_000, executionTimeoutMs: 500 };
    const world = smallWorld(chargeOnce, { lambda, invariants: [chargeOnlyIfEnded] });

    const { terminal, code } = await checked(world, quick);

    expect(code).toBe(0);
    expect(terminal.printed[0]).toMatchInlineSnapshot(`
      "! AWS itself ends the execution: 1 further invariant broken
        Not counted as bugs of the function: when AWS gives an execution up, no catch block runs, so nothing
        inside it could have undone what was done. A reconciler on the event that AWS sends at the end of an
        execution can.

        charge-only-if-ended  it timed out
          faults  slow-reply at payment.charge, 1st call
          Replay  durable-chaos replay .durable-chaos/charge-only-if-ended-d29fcb3a.json
      "
    `);
  });

  it("reports a function that is not deterministic with the first difference", async () => {
    let executions = 0;
    const world = smallWorld(async (payments) => {
      executions++;
      await payments.charge({ type: "card", token: "tok" }, executions, "key-1");
    });

    const { terminal, code } = await checked(world, quick);

    expect(code).toBe(3);
    expect(terminal.printed[0]?.replaceAll(/amount: \d+/g, "amount: N")).toMatchInlineSnapshot(`
      "! not deterministic: one plan gave two different runs
          input   "order"
          faults  no fault at all
          first difference, event 2
            1st   call.requested      { call: 1, invocation: 1, name: "payment.charge", args: { method: {
                  type: "card", token: "tok" }, amount: N, key: "key-1" } }
            2nd   call.requested      { call: 1, invocation: 1, name: "payment.charge", args: { method: {
                  type: "card", token: "tok" }, amount: N, key: "key-1" } }
        Hint    The code under test depends on something outside the trial. Look for state that outlives an
                execution, such as a module's variable or a cache, and for a clock or randomness that was
                taken hold of before durable-chaos was loaded.
      "
    `);
  });

  it("keeps what a complete check has shown that broke nothing, and nothing of any other", async () => {
    const path = ".durable-chaos/certificate-small.json";
    const harmless = smallWorld(async () => "done");
    const { terminal, code } = await checked(harmless, { ...quick, faults: Infinity });
    const { terminal: other } = await checked(smallWorld(chargeOnce), quick);
    const { terminal: cut } = await checked(harmless, { ...quick, budget: 0 });

    expect(code).toBe(0);
    expect(terminal.output).toContain(`Kept    ${path}`);
    expect(JSON.parse(terminal.files.get(path) ?? "")).toMatchObject({
      world: "small",
      inputs: ["order"],
      maxFaults: "all",
      merged: { trials: expect.any(Number), audits: expect.any(Number), notCompared: {} },
      invariants: ["no-charge"],
    });
    expect([...other.files.keys(), ...cut.files.keys()]).not.toContain(path);
  });

  it("does not call it held when nothing ran", async () => {
    const { code } = await checked(smallWorld(chargeOnce), { ...quick, budget: 0, trials: 0 });

    expect(code).toBe(5);
  });
});

const chargeOnlyIfEnded = {
  name: "charge-only-if-ended",
  check: ({ outcome }: { readonly outcome: { readonly status: string } }) =>
    outcome.status === "TIMED_OUT" ? { message: "it timed out", witnesses: [] } : undefined,
};

describe("a check of a function that keeps the processor for ever", () => {
  shortenEndlessLoops();

  it("reports it", async () => {
    const world = smallWorld(() => {
      for (;;);
    });

    const { terminal, code } = await checked(world, quick);

    expect(code).toBe(1);
    expect(terminal.printed[0]).toMatchInlineSnapshot(`
      "✗ ends-after-faults-stop
        the code under test kept the processor for 400 ms without ever waiting: an endless loop

        Smallest scenario  found in trial 1; 0 faults → 0 after 0 tries
          input   "order"
          faults  none: it breaks when nothing goes wrong

        What happened      virtual time; ! = injected fault, ✗ = breaks the invariant, #2 = 2nd attempt
          0 ms  invocation 1  still RUNNING after 1 invocation

        Ledgers            what the services' own books say
             payment  no charges, no refunds, no declines

        Replay  durable-chaos replay .durable-chaos/ends-after-faults-stop-dba998b6.json
        Keep    mkdir -p scenarios && cp .durable-chaos/ends-after-faults-stop-dba998b6.json scenarios/
      "
    `);
  });
});

describe("a check that is interrupted", () => {
  const world = smallWorld(chargeOnce);

  it("keeps what it has done, says so, and ends with 130", async () => {
    const terminal = new FakeTerminal();
    terminal.isInterrupted = true;
    const code = await check(world, { ...checkDefaults, trials: 0 }, terminal);

    expect(code).toBe(130);
    expect(terminal.output).toContain("Stopped early: it was interrupted");
    expect(terminal.output).toContain(
      `Kept    .durable-chaos/unfinished-${world.name}.bin: where the same command goes on`,
    );
    expect([...terminal.files.keys()]).toEqual([`.durable-chaos/unfinished-${world.name}.bin`]);
  });

  it("goes on when it is asked again, and leaves nothing unfinished", async () => {
    const options = { ...checkDefaults, trials: 0 };
    const terminal = new FakeTerminal();
    terminal.isInterrupted = true;
    await check(world, options, terminal);
    const next = terminal.beside();
    const usual = new FakeTerminal();

    expect(await check(world, options, next)).toBe(await check(world, options, usual));
    expect(next.output).toBe(usual.output);
    expect([...next.files.keys()].toSorted()).toEqual([...usual.files.keys()].toSorted());
  });

  it("begins anew, and says why, where it is asked for something else", async () => {
    const terminal = new FakeTerminal();
    terminal.isInterrupted = true;
    await check(world, { ...checkDefaults, trials: 0 }, terminal);
    const next = terminal.beside();
    await check(world, { ...checkDefaults, trials: 0, faults: 1 }, next);

    expect(next.notes[0]).toContain("begins anew: it is of a search with other options");
    expect(next.files.has(`.durable-chaos/unfinished-${world.name}.bin`)).toBe(true);
  });
});

async function checked(
  world: unknown,
  options: Partial<CheckOptions>,
  files: Readonly<Record<string, string>> = {},
) {
  const terminal = new FakeTerminal(files);
  const code = await check(world as World, { ...checkDefaults, ...options }, terminal);
  return { terminal, code };
}
