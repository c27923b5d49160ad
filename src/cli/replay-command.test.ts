import { describe, expect, it } from "vitest";
import { renderScenario, type Scenario } from "../trial/scenario.ts";
import { orderAsPublished } from "../worlds/order-as-published.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { replay } from "./replay-command.ts";

const lostCharge: Scenario = {
  version: 1,
  name: "the charge lands, but nobody hears of it",
  world: "order-as-published",
  input: orderAsPublished.examples[0]?.input,
  faults: [{ at: "payment.charge", from: 1, times: 5, fault: "lose-reply" }],
  seed: 1,
  expect: { verdict: "violated", invariants: ["no-charge-without-refund"] },
};

describe("replay", () => {
  it("says that a violation is the expected one, and why it happens", async () => {
    const { output, code } = await replayed({});

    expect(code).toBe(1);
    expect(output).toContain("✗ no-charge-without-refund\n  order ORD-1 failed, but charge ch_1");
    expect(output).toContain("  Hint    payment.charge took effect, but never returned");
    expect(conclusion(output)).toBe("✓ as expected: violated, no-charge-without-refund");
  });

  it("says when what was broken holds now, and how to keep it so", async () => {
    const { output, code } = await replayed({ faults: [] });

    expect(code).toBe(0);
    expect(conclusion(output)).toMatchInlineSnapshot(`
      "✓ holds now: no-charge-without-refund
        The file still expects violated, no-charge-without-refund. To keep it as a regression test, make that
        { "verdict": "held" } at lost.json:27:13"
    `);
  });

  it("says when something else breaks than expected", async () => {
    const { output, code } = await replayed({
      expect: { verdict: "violated", invariants: ["at-most-one-parcel"] },
    });

    expect(code).toBe(1);
    expect(conclusion(output)).toMatchInlineSnapshot(`
      "! not as expected: violated, no-charge-without-refund
        The file expects violated, at-most-one-parcel, at lost.json:34:13"
    `);
  });

  it("calls a scenario stale whose fault strikes too seldom", async () => {
    const { output, code } = await replayed({
      faults: [{ at: "payment.charge", from: 4, times: 3, fault: "refuse" }],
    });

    expect(code).toBe(4);
    expect(conclusion(output)).toMatchInlineSnapshot(`
      "! stale: the function no longer passes all the points at which faults are planned
        lost.json:26:5: faults[0]: struck 0 of 3 times; "payment.charge" was passed only 1 time
          planned  payment.charge, calls 4 to 6: refused before it has any effect"
    `);
  });

  it("names the nearest points when the planned one is gone", async () => {
    const { output, code } = await replayed({
      faults: [{ at: "payments.charge", from: 1, times: 1, fault: "refuse" }],
    });

    expect(code).toBe(4);
    expect(conclusion(output)).toMatchInlineSnapshot(`
      "! stale: the function no longer passes all the points at which faults are planned
        lost.json:26:5: faults[0]: struck 0 of 1 time; "payments.charge" was never passed
          planned  payments.charge, 1st call: refused before it has any effect
          nearest  "payment.charge" (passed 1 time), "inventory.reserve" (passed 1 time) and "shipping.create"
                   (passed 1 time)"
    `);
  });

  it("lists every event when asked", async () => {
    const without = await replayed({});
    const having = await replayed({}, true);

    expect(without.output).not.toContain("execution.started");
    expect(having.output).toMatch(/\n +0 +0 ms {2}execution\.started .*\n +1 +0 ms {2}invocation/);
  });
});

/** The last block. */
function conclusion(output: string): string {
  return output.slice(output.lastIndexOf("\n\n") + 2);
}

async function replayed(changes: Partial<Scenario>, trace = false) {
  const file = "lost.json";
  const terminal = new FakeTerminal({ [file]: renderScenario({ ...lostCharge, ...changes }) });
  const code = await replay({ file, trace }, [orderAsPublished], terminal);
  return { output: terminal.output, code };
}
