import { describe, expect, it } from "vitest";
import type { TraceEvent } from "../kernel/trace.ts";
import { renderLedgers } from "./ledgers.ts";

const trace: readonly TraceEvent[] = [
  { kind: "invocation.started", atMs: 0, invocation: 1 },
  { kind: "call.applied", atMs: 50, call: 1, name: "bank.pay", what: "paid" },
  { kind: "call.applied", atMs: 1_200, call: 2, name: "bank.pay", what: "paid" },
];

describe("ledgers", () => {
  it("are shown in the order of what happened, whatever service they belong to", () => {
    const bank = {
      limit: 100,
      payments: [
        { id: "p2", key: "016e8825-17e0-4c05-b96e-01e711dd9e72", event: 2 },
        { id: "p1", to: { name: "Ann" }, event: 1 },
      ],
      refunds: [],
    };

    expect(renderLedgers({ bank, post: { letters: [] } }, trace, [2])).toMatchInlineSnapshot(`
      "     50 ms  bank  payments: id p1, to { name: "Ann" }
        ✗  1.2 s        payments: id p2, key 016e8825…
                        no refunds
                  post  no letters"
    `);
  });

  it("are cut where retries without end have filled them, but for what breaks an invariant", () => {
    const payments = Array.from({ length: 1_200 }, (_, event) => ({ id: `p${event}`, event }));
    const lines = renderLedgers({ bank: { payments, refunds: [] } }, trace, [1_100]).split("\n");

    expect(lines).toHaveLength(43);
    expect(lines.at(-3)).toMatch(/✗ .*payments: id p1100$/);
    expect(lines.at(-2)).toContain("and 1,159 more");
    expect(lines.at(-1)).toContain("no refunds");
  });

  it("may be anything", () => {
    const ledgers = { counter: 3, notes: { texts: ["one"] }, nothing: undefined };

    expect(renderLedgers(ledgers, trace, [])).toBe('       notes    texts: "one"');
    expect(renderLedgers(undefined, trace, [])).toBe("");
  });
});
