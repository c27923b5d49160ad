import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { World } from "../trial/world.ts";
import { orderAsPublished } from "../worlds/order-as-published.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { run } from "./run-command.ts";

describe("run", () => {
  it("places the article's order", async () => {
    const { output, code } = await ran("success", 1);

    expect(code).toBe(0);
    expect(output).toMatch(/SUCCEEDED after \d+ invocations: \{ success: true, orderId: "ORD-001"/);
    expect(output).toContain("charges: id ch_1");
    expect(output).toContain("parcels: trackingId TRK-1, orderId ORD-001");
  });

  it("undoes the article's order with a declined card", async () => {
    const { output, code } = await ran("declined", 1);

    expect(code).toBe(0);
    expect(output).toMatch(/FAILED after \d+ invocations: StepError: card DECLINED was declined/);
    expect(output).toContain("movements: kind released, orderId ORD-002, sku ITEM-1, qty 1");
    expect(output).toContain("no charges, no refunds");
  });

  it("calls nobody for the article's order without ids and items", async () => {
    const { output, code } = await ran("invalid", 1);

    expect(code).toBe(0);
    expect(output).toMatchInlineSnapshot(`
      "order-as-published · seed 1 · dice made 0 calls fail
          input   { orderId: "", customerId: "", items: [], paymentMethod: { type: "card", token: "tok" },
                  shippingAddress: { street: "", city: "", zip: "" } }

        What happened      virtual time; ! = injected fault, ✗ = breaks the invariant, #2 = 2nd attempt
          10 ms  invocation 1  validate-order  failed for good: Error: order and customer ids are required
          10 ms                FAILED after 1 invocation: StepError: order and customer ids are required

        Ledgers            what the services' own books say
             inventory     no movements
             payment       no charges, no refunds, no declines
             shipping      no parcels
             notification  no confirmations

      ✓ every invariant holds"
    `);
  });

  it("says what broke when the dice are bad enough", async () => {
    const { output, code } = await ran("success", 10);

    expect(code).toBe(1);
    expect(output).toContain("✗ no-charge-without-refund");
  });

  it("names the place in a payload that does not fit the world", async () => {
    const terminal = new FakeTerminal({ "order.json": '{\n  "orderId": 17\n}' });
    const running = run(world, { payload: "order.json", seed: 1 }, terminal);

    await expect(running).rejects.toThrow("order.json:2:14: orderId: ");
  });
});

const world = orderAsPublished as World;

async function ran(name: string, seed: number) {
  const payload = `${name}.json`;
  const url = new URL(`../../docs/payloads/${payload}`, import.meta.url);
  const terminal = new FakeTerminal({ [payload]: readFileSync(url, "utf8") });
  const code = await run(world, { payload, seed }, terminal);
  return { output: terminal.output, code };
}
