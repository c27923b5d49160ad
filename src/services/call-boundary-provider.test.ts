import { describe, expect, it } from "vitest";
import { type ProviderFault, possibleAtCallOf, providerFaults } from "../faults/fault.ts";
import type { Circumstances, Reply } from "./effect.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("what a provider does wrong", () => {
  it.each<[ProviderFault, readonly string[], string]>([
    [
      "rate-limit",
      [],
      "StatusError: shop.order: 429 Too Many Requests, Retry-After: 30, come again in 30000 ms",
    ],
    ["unavailable", [], "StatusError: shop.order: 503 Service Unavailable"],
    ["unauthorize", [], "StatusError: shop.order: 401 Unauthorized"],
    ["gateway-error", ["green at 50"], "StatusError: shop.order: 502 Bad Gateway"],
    ["truncate-reply", ["green at 50"], "SyntaxError: Unexpected end of JSON input"],
    ["garble-reply", ["green at 50"], `"<html><body>503 Service Unavailable</body></html>"`],
    ["internal-error", ["green at 50, internal-error"], "RangeError: internal-error"],
    ["disapprove", ["green at 50, disapprove"], "RangeError: disapprove"],
    ["fall-short", ["green at 50, fall-short"], "RangeError: fall-short"],
    ["stale-read", ["green at 50, stale-read"], "RangeError: stale-read"],
    ["fail-later", ["green at 50, fail-later"], "RangeError: fail-later"],
    ["never-settle", ["green at 50, never-settle"], "RangeError: never-settle"],
    [
      "roll-forward",
      ["green at 50, internal-error", "green at 60050, settle"],
      "RangeError: internal-error",
    ],
  ])("decides effect and answer apart: %s", async (fault, effects, answer) => {
    const { floor, ledger, order } = teaShop(fault);

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toEqual(effects);
    expect(floor.seen).toEqual([`${answer} at 50`]);
  });

  it.each([
    ["unauthorize", 401],
    ["gateway-error", 502],
    ["throttle", 429],
    ["rate-limit", 429],
    ["unavailable", 503],
  ] as const)("has the status by which clients tell it: %s", async (fault, status) => {
    const floor = new ShopFloor([{ at: "shop.order", from: 1, times: 1, fault }]);
    const sell = (): Reply<string> => ({ kind: "done", value: "sold", what: "sold" });
    const possible = possibleAtCallOf(providerFaults);

    const answer = floor.boundary.call("shop.order", {}, sell, possible).catch(Object);
    await floor.run();

    expect(await answer).toMatchObject({ name: "StatusError", status });
  });

  it("says in the trace when to come again", async () => {
    const { floor, order } = teaShop("rate-limit");

    floor.watch(order("green"));
    await floor.run();

    const answers = floor.trace.events.filter((event) => event.kind === "call.answered");
    expect(answers).toMatchObject([{ answer: { kind: "failure", retryAfterMs: 30_000 } }]);
  });

  it.each<[ProviderFault, string]>([
    ["rate-limit", "failure"],
    ["unavailable", "failure"],
    ["unauthorize", "failure"],
    ["gateway-error", "failure"],
    ["truncate-reply", "failure"],
    ["garble-reply", "value"],
    ["internal-error", "refusal"],
    ["roll-forward", "refusal"],
  ])("is in the trace as its caller saw it: %s is a %s", async (fault, kind) => {
    const { floor, order } = teaShop(fault);

    floor.watch(order("green"));
    await floor.run();

    const answers = floor.trace.events.filter((event) => event.kind === "call.answered");
    expect(answers).toMatchObject([{ atMs: 50, answer: { kind } }]);
  });

  it.each(["gateway-error", "truncate-reply", "garble-reply"] as const)(
    "hides a refusal as well: %s",
    async (fault) => {
      const { floor, order } = teaShop(fault);

      floor.watch(order("no such tea"));
      await floor.run();

      expect(floor.seen.join()).not.toContain("sold out");
      expect(floor.trace.events.filter(({ kind }) => kind === "call.applied")).toMatchObject([
        { what: "refused: sold out" },
      ]);
    },
  );

  it.each(providerFaults)("strikes one call, and serves the next as ever: %s", async (fault) => {
    const { floor, order } = teaShop(fault);

    const answers = await floor.answers(
      () => order("green"),
      () => order("black"),
    );

    expect(answers[1]).toBe("sold black");
  });

  it.each(providerFaults)("does not happen at a call that names nothing: %s", async (fault) => {
    const { floor, ledger, order } = teaShop(fault, "nothing");

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toEqual(["green at 50"]);
    expect(floor.seen).toEqual([`"sold green" at 50`]);
  });

  it.each(providerFaults)("does not happen at a call that names others: %s", async (fault) => {
    const others = providerFaults.filter((other) => other !== fault);
    const { floor, ledger, order } = teaShop(fault, others);

    floor.watch(order("green"));
    await floor.run();

    expect(ledger).toEqual(["green at 50"]);
    expect(floor.seen).toEqual([`"sold green" at 50`]);
  });

  it("leaves what may go wrong on the way possible", async () => {
    const floor = new ShopFloor([{ at: "shop.order", from: 1, times: 1, fault: "refuse" }]);
    const sell = (): Reply<string> => ({ kind: "done", value: "sold", what: "sold" });

    floor.watch(floor.boundary.call("shop.order", {}, sell, possibleAtCallOf(["disapprove"])));
    await floor.run();

    expect(floor.seen).toEqual(["NetworkError: shop.order: connection refused at 50"]);
  });
});

describe("a failure that is put right later", () => {
  it("is, without a word to its caller", async () => {
    const { floor, order } = teaShop("roll-forward");

    floor.watch(order("green"));
    await floor.run();

    expect(floor.trace.events.map(({ kind, atMs }) => `${atMs} ${kind}`)).toEqual([
      "0 call.requested",
      "50 fault.struck",
      "50 call.applied",
      "50 call.answered",
      "60050 call.applied",
    ]);
  });

  it("is so after the retry that it made its caller do", async () => {
    const { floor, ledger, order } = teaShop("roll-forward");

    floor.watch(order("green").catch(() => order("green again")));
    await floor.run();

    expect(ledger).toEqual([
      "green at 50, internal-error",
      "green again at 100",
      "green at 60050, settle",
    ]);
    expect(floor.seen).toEqual([`"sold green again" at 100`]);
  });

  it("is so although its caller has died meanwhile", async () => {
    const { floor, ledger, order } = teaShop("roll-forward");

    floor.watch(order("green"));
    floor.loop.schedule(undefined, 5_000, () => floor.caller.crash());
    await floor.run();

    expect(ledger.at(-1)).toBe("green at 60050, settle");
  });

  it("points each of its effects at the event that shows it", async () => {
    const { floor, events, order } = teaShop("roll-forward");

    floor.watch(order("green"));
    await floor.run();

    expect(events.map((event) => floor.trace.events[event])).toMatchObject([
      { kind: "call.applied", atMs: 50, what: "refused: internal-error" },
      { kind: "call.applied", atMs: 60_050, what: "sold green" },
    ]);
  });
});

/** A service with one operation, whose first call the fault strikes if the call names it. */
function teaShop(fault: ProviderFault, named: readonly ProviderFault[] | "nothing" = [fault]) {
  const floor = new ShopFloor([{ at: "shop.order", from: 1, times: 1, fault }]);
  const ledger: string[] = [];
  const events: number[] = [];
  const sell = ({ tea }: { tea: string }, event: number, now: Circumstances): Reply<string> => {
    const { atMs, mishap } = now;
    if (tea === "no such tea") return { kind: "refused", error: new RangeError("sold out") };
    events.push(event);
    ledger.push(`${tea} at ${atMs}${mishap === undefined ? "" : `, ${mishap}`}`);
    return mishap === undefined || mishap === "settle"
      ? { kind: "done", value: `sold ${tea}`, what: `sold ${tea}` }
      : { kind: "refused", error: new RangeError(mishap) };
  };
  const possible = named === "nothing" ? undefined : possibleAtCallOf(named);
  const order = async (tea: string) => floor.boundary.call("shop.order", { tea }, sell, possible);
  return { floor, ledger, events, order };
}
