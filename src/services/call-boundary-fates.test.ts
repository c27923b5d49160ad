import { describe, expect, it } from "vitest";
import type { Fault } from "../faults/fault.ts";
import type { Burst } from "../faults/schedule.ts";
import type { Reply } from "./effect.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("a call that is lost on its way", () => {
  it("has no effect, and its caller hears nothing until its timeout", async () => {
    const { floor, ledger, order } = teaShop("lose-request");

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toEqual([]);
    expect(floor.seen).toEqual(["NetworkError: shop.order: timed out after 10000 ms at 10000"]);
  });
});

describe("a call that is served slowly", () => {
  it("has its effect and its answer late, but before its caller gives up", async () => {
    const { floor, ledger, order } = teaShop("slow-down");

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toEqual(["green at 5025"]);
    expect(floor.seen).toEqual([`{"number":1} at 5025`]);
  });

  it("has its effect where its caller dies meanwhile, and nobody is told", async () => {
    const { floor, ledger, order } = teaShop("slow-down");

    floor.watch(order("green"));
    floor.loop.schedule(undefined, 1_000, () => floor.caller.crash());
    await floor.run();

    expect(ledger).toEqual(["green at 5025"]);
    expect(floor.trace.events.map(({ kind }) => kind)).not.toContain("call.answered");
    expect(floor.seen).toEqual([]);
  });
});

describe("a call that is deferred", () => {
  it("arrives behind the call that was to arrive next, and is served as ever", async () => {
    const { floor, ledger, order } = teaShop("defer");

    floor.watch(order("green"));
    floor.loop.schedule(floor.caller, 30, () => floor.watch(order("black")));
    await floor.run();

    expect(ledger).toEqual(["black at 80", "green at 80"]);
    expect(floor.seen).toEqual([`{"number":1} at 80`, `{"number":2} at 80`]);
  });

  it("arrives at the same moment where the other one does as well", async () => {
    const { floor, ledger, order } = teaShop("defer");

    for (const tea of ["green", "black", "white"]) floor.watch(order(tea));
    await floor.run();

    expect(ledger).toEqual(["black at 50", "white at 50", "green at 50"]);
  });

  it("can be struck again when it arrives", async () => {
    const { floor, ledger, order } = teaShop("defer", burstOf("refuse", 3));

    floor.watch(order("green"));
    floor.watch(order("black"));
    await floor.run();

    expect(ledger).toEqual(["black at 50"]);
    expect(floor.seen).toEqual([
      `{"number":1} at 50`,
      "NetworkError: shop.order: connection refused at 50",
    ]);
  });

  it("is served at once where nothing can overtake it", async () => {
    const { floor, ledger, order } = teaShop("defer");

    floor.watch(order("green"));
    floor.loop.schedule(floor.caller, 60, () => {});
    await floor.run();

    expect(ledger).toEqual(["green at 50"]);
    expect(floor.trace.events.map(({ kind }) => kind)).not.toContain("fault.struck");
  });

  it("is not, by what comes only after its client has given up", async () => {
    const { floor, ledger, order } = teaShop("defer");

    floor.watch(order("green"));
    floor.loop.send(undefined, 60_000, () => {});
    await floor.run();

    expect(ledger).toEqual(["green at 50"]);
  });

  it("is gone with a sender that dies meanwhile", async () => {
    const { floor, ledger, order } = teaShop("defer");

    floor.watch(order("green"));
    floor.loop.send(undefined, 90, () => {});
    floor.loop.schedule(undefined, 70, () => floor.caller.crash());
    await floor.run();

    expect([ledger, floor.seen]).toEqual([[], []]);
  });
});

describe("a call whose sender loses its execution", () => {
  it.each([
    ["zombie", "orphan"],
    ["stop", "stop"],
    ["expire", "expire"],
  ] as const)("takes effect, and is answered all the same: %s", async (fault, fate) => {
    const { floor, ledger, order } = teaShop(fault);

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toEqual(["green at 50"]);
    expect(floor.seen).toEqual([`{"number":1} at 50`]);
    expect(floor.caller).toMatchObject({ alive: true, stalled: false, fates: [fate] });
  });

  it.each(["zombie", "stop", "expire"] as const)("is lost but once: %s", async (fault) => {
    const { floor, ledger, order } = teaShop(fault, burstOf(fault, 2));

    floor.watch(order("green").then(() => order("black")));
    await floor.run();

    expect(ledger).toEqual(["green at 50", "black at 100"]);
    expect(floor.caller.fates).toHaveLength(1);
  });

  it("has lost it by the time of the effect", async () => {
    const { floor, order } = teaShop("stop", undefined, () => floor.caller.fates.join());
    const answer = order("green");
    await floor.run();

    expect(await answer).toEqual({ number: "stop" });
  });
});

describe("a call during which the sandbox stalls", () => {
  it("takes effect, and then nothing of the sandbox moves", async () => {
    const { floor, ledger, order } = teaShop("stall");

    floor.watch(order("green"));
    floor.watch(order("black"));
    floor.loop.schedule(floor.caller, 60, () => floor.seen.push("timer"));
    floor.loop.schedule(undefined, 70, () => floor.seen.push("world"));
    await floor.run();

    expect(ledger).toEqual(["green at 50"]);
    expect(floor.seen).toEqual(["world"]);
    expect(floor.caller).toMatchObject({ alive: true, stalled: true });
  });
});

describe("a late effect", () => {
  it("lands after the retry that it made its sender do", async () => {
    const { floor, ledger, order } = teaShop("late-effect");

    floor.watch(order("green").catch(() => order("green, again")));
    await floor.run();

    expect(ledger).toEqual(["green, again at 10050", "green at 70000"]);
    expect(floor.seen).toEqual([`{"number":1} at 10050`]);
  });

  it("is not answered: its sender has had its answer", async () => {
    const { floor, order } = teaShop("late-effect");

    floor.watch(order("green"));
    await floor.run();

    expect(floor.trace.events.map(({ kind, atMs }) => `${atMs} ${kind}`)).toEqual([
      "0 call.requested",
      "50 fault.struck",
      "10000 call.answered",
      "70000 call.applied",
    ]);
  });
});

describe("a slow reply", () => {
  it("is not heard by a sender that has died meanwhile", async () => {
    const { floor, ledger, order } = teaShop("slow-reply");

    floor.watch(order("green"));
    floor.loop.schedule(undefined, 5_000, () => floor.caller.crash());
    await floor.run();

    expect([ledger, floor.seen]).toEqual([["green at 50"], []]);
    expect(floor.trace.events.at(-1)).toMatchObject({ kind: "call.applied", atMs: 50 });
  });
});

describe("a call that is delivered twice", () => {
  it("gets the answer to its first delivery", async () => {
    const { floor, ledger, order } = teaShop("duplicate");

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toHaveLength(2);
    expect(floor.seen).toEqual([`{"number":1} at 50`]);
    expect(floor.trace.events.filter(({ kind }) => kind === "call.answered")).toHaveLength(1);
  });

  it("does so even if the service refuses the second", async () => {
    const floor = new ShopFloor([burstOf("duplicate", 1)]);
    let sold = 0;
    const sellLast = (): Reply<string> =>
      ++sold === 1
        ? { kind: "done", value: "sold", what: "sold" }
        : { kind: "refused", error: new RangeError("sold out") };

    floor.watch(floor.boundary.call("shop.order", {}, sellLast));
    await floor.run();

    expect(floor.seen).toEqual([`"sold" at 50`]);
    expect(floor.trace.events.filter((event) => event.kind === "call.applied")).toMatchObject([
      { what: "sold" },
      { what: "refused: sold out" },
    ]);
  });
});

function burstOf(fault: Fault, from: number): Burst {
  return { at: "shop.order", from, times: 1, fault };
}

/** A service with one operation; the first fault strikes its first call. */
function teaShop(
  fault: Fault,
  then?: Burst,
  numberOf?: () => unknown,
): {
  readonly floor: ShopFloor;
  readonly ledger: readonly string[];
  readonly order: (tea: string) => Promise<unknown>;
} {
  const floor = new ShopFloor([burstOf(fault, 1), ...(then === undefined ? [] : [then])]);
  const ledger: string[] = [];
  const sell = ({ tea }: { tea: string }): Reply<{ number: unknown }> => {
    const sold = ledger.push(`${tea} at ${floor.nowMs}`);
    return { kind: "done", value: { number: numberOf?.() ?? sold }, what: `sold ${tea}` };
  };
  return { floor, ledger, order: async (tea) => floor.boundary.call("shop.order", { tea }, sell) };
}
