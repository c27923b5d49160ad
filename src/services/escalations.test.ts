import { describe, expect, it } from "vitest";
import { escalations } from "./escalations.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("escalations", () => {
  it("are one for an order and an action: what was written first stays", async () => {
    const { floor, client, ledger } = table();

    const answers = await floor.answers(
      () => client.write("o1", "refund", "timed out"),
      () => client.write("o1", "refund", "timed out again"),
      () => client.write("o1", "void", "disapproved"),
      () => client.write("o2", "refund", "failed"),
    );

    expect(answers).toEqual([undefined, undefined, undefined, undefined]);
    expect(ledger.escalations.map(({ orderId, action, why }) => [orderId, action, why])).toEqual([
      ["o1", "refund", "timed out"],
      ["o1", "void", "disapproved"],
      ["o2", "refund", "failed"],
    ]);
  });

  it("are one though the request is delivered twice", async () => {
    const { floor, client, ledger } = table("duplicate");

    await floor.answers(() => client.write("o1", "refund", "timed out"));

    expect(ledger.escalations).toHaveLength(1);
  });

  it("are written though the answer is lost", async () => {
    const { floor, client, ledger } = table("lose-reply");

    const answers = await floor.answers(() => client.write("o1", "refund", "timed out"));

    expect(answers).toEqual(["NetworkError: desk.write: connection reset"]);
    expect(ledger.escalations).toHaveLength(1);
  });

  it("show in the trace when they were written", async () => {
    const { floor, client, ledger } = table();

    await floor.answers(() => client.write("o1", "refund", "timed out"));

    expect(floor.trace.events[ledger.escalations[0]?.event ?? -1]).toMatchObject({
      kind: "call.applied",
      name: "desk.write",
      what: "escalated refund of o1",
    });
  });
});

function table(fault?: "duplicate" | "lose-reply") {
  const floor = new ShopFloor(
    fault === undefined ? [] : [{ at: "desk.write", from: 1, times: 1, fault }],
  );
  return { floor, ...escalations()("desk", floor.boundary) };
}
