import { describe, expect, it } from "vitest";
import type { CallFault } from "../faults/fault.ts";
import type { Reply } from "./effect.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("CallBoundary", () => {
  it("brings the effect and its answer after one latency", async () => {
    const { floor, ledger, order } = teaShop();

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toEqual(["green at 50"]);
    expect(floor.seen).toEqual([`{"number":1} at 50`]);
  });

  it.each<[CallFault, readonly string[], readonly string[]]>([
    ["refuse", [], ["NetworkError: shop.order: connection refused at 50"]],
    ["throttle", [], ["StatusError: shop.order: 429 Too Many Requests at 50"]],
    ["lose-reply", ["green at 50"], ["NetworkError: shop.order: connection reset at 50"]],
    ["slow-reply", ["green at 50"], [timedOut]],
    ["late-effect", ["green at 70000"], [timedOut]],
    ["duplicate", ["green at 50", "green at 50"], [`{"number":1} at 50`]],
    ["crash-before", [], []],
    ["crash-after", ["green at 50"], []],
    ["stall", ["green at 50"], []],
  ])("decides effect and answer apart: %s", async (fault, effects, answers) => {
    const { floor, ledger, order } = teaShop(fault);

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toEqual(effects);
    expect(floor.seen).toEqual(answers);
    expect(floor.caller.alive).toBe(!fault.startsWith("crash"));
    expect(floor.caller.stalled).toBe(fault === "stall");
  });

  it("strikes one pass, and serves the next call as ever", async () => {
    const { floor, ledger, order } = teaShop("refuse");

    floor.watch(order("green").catch(() => order("black")));
    await floor.run();

    expect(ledger).toEqual(["black at 100"]);
    expect(floor.seen).toEqual([`{"number":1} at 100`]);
  });

  it("lands a late effect although its sender has died meanwhile", async () => {
    const { floor, ledger, order } = teaShop("late-effect");

    floor.watch(order("green"));
    floor.loop.schedule(undefined, 5_000, () => floor.caller.crash());
    await floor.run();

    expect(ledger).toEqual(["green at 70000"]);
    expect(floor.seen).toEqual([]);
  });

  it("has no effect when the sender dies before the request arrives", async () => {
    const { floor, ledger, order } = teaShop();

    floor.watch(order("green"));
    floor.loop.schedule(undefined, 10, () => floor.caller.crash());
    await floor.run();

    expect(ledger).toEqual([]);
    expect(floor.trace.events.map(({ kind }) => kind)).toEqual(["call.requested"]);
  });

  it("takes no requests from a process that is dead", async () => {
    const { floor, ledger, order } = teaShop();

    floor.caller.crash();
    floor.watch(order("green"));
    await floor.run();

    expect([ledger, floor.seen, floor.trace.events]).toEqual([[], [], []]);
  });

  it("passes a business refusal on as the service's own error", async () => {
    const floor = new ShopFloor();
    const error = new RangeError("sold out");

    floor.watch(floor.boundary.call("shop.order", {}, () => ({ kind: "refused", error })));
    await floor.run();

    expect(floor.seen).toEqual(["RangeError: sold out at 50"]);
    expect(floor.trace.events.at(-1)).toMatchObject({
      answer: { kind: "refusal", error: { name: "RangeError", message: "sold out" } },
    });
  });

  it("sends copies, so that neither side sees what the other changes later", async () => {
    const floor = new ShopFloor();
    const sent = { tags: ["a"], note: undefined };
    const stored: { value: { tags: string[] } } = { value: { tags: [] } };
    const echo = (args: typeof sent): Reply<{ tags: string[] }> => {
      stored.value = args;
      return { kind: "done", value: args, what: "echoed" };
    };

    const answer = floor.boundary.call("shop.echo", sent, echo);
    sent.tags.push("changed by the caller after the call");
    await floor.run();
    const received = await answer;
    received.tags.push("changed by the caller after the answer");

    expect(stored.value).toEqual({ tags: ["a"] });
    expect(Object.keys(stored.value)).toEqual(["tags"]);
  });

  it("keeps what was asked and answered in the trace, whatever either side makes of its copy", async () => {
    const floor = new ShopFloor();
    const book = (args: { tags: string[] }): Reply<{ tags: string[] }> => {
      args.tags.push("changed by the service");
      return { kind: "done", value: args, what: "booked" };
    };

    const answer = floor.boundary.call("shop.book", { tags: ["a"] }, book);
    await floor.run();
    (await answer).tags.push("changed by the caller");

    expect(floor.trace.events).toMatchObject([
      { kind: "call.requested", args: { tags: ["a"] } },
      { kind: "call.applied" },
      { kind: "call.answered", answer: { value: { tags: ["a", "changed by the service"] } } },
    ]);
  });

  it("records request, effect and answer, each at its time, under the call's number", async () => {
    const { floor, order } = teaShop("slow-reply");

    floor.watch(order("green"));
    await floor.run();

    const error = { name: "NetworkError", message: "shop.order: timed out after 10000 ms" };
    expect(floor.trace.events).toEqual([
      {
        kind: "call.requested",
        atMs: 0,
        call: 1,
        invocation: 1,
        name: "shop.order",
        args: { tea: "green" },
      },
      { kind: "fault.struck", atMs: 50, at: "shop.order", nth: 1, fault: "slow-reply" },
      { kind: "call.applied", atMs: 50, call: 1, name: "shop.order", what: "sold green" },
      {
        kind: "call.answered",
        atMs: 10_000,
        call: 1,
        invocation: 1,
        name: "shop.order",
        answer: { kind: "failure", error },
      },
    ]);
  });

  it("tells each effect the index of the event that shows it", async () => {
    const { floor, events, order } = teaShop("duplicate");

    floor.watch(order("green"));
    await floor.run();

    expect(events.map((event) => floor.trace.events[event]?.kind)).toEqual([
      "call.applied",
      "call.applied",
    ]);
    expect(new Set(events).size).toBe(2);
  });
});

const timedOut = "NetworkError: shop.order: timed out after 10000 ms at 10000";

/** A service with one operation, whose first call the fault strikes. */
function teaShop(fault?: CallFault) {
  const floor = new ShopFloor(
    fault === undefined ? [] : [{ at: "shop.order", from: 1, times: 1, fault }],
  );
  const ledger: string[] = [];
  const events: number[] = [];
  const sell = ({ tea }: { tea: string }, event: number): Reply<{ number: number }> => {
    events.push(event);
    const number = ledger.push(`${tea} at ${floor.nowMs}`);
    return { kind: "done", value: { number }, what: `sold ${tea}` };
  };
  const order = async (tea: string) => floor.boundary.call("shop.order", { tea }, sell);
  return { floor, ledger, events, order };
}
