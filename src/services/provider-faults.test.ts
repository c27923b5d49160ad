import { describe, expect, it } from "vitest";
import { type CallFault, type ProviderFault, providerFaults } from "../faults/fault.ts";
import { cardPayments } from "./card-payments.ts";
import { escalations } from "./escalations.ts";
import { labels } from "./labels.ts";
import { mail } from "./mail.ts";
import { reservations } from "./reservations.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

const onRead: readonly ProviderFault[] = [
  "rate-limit",
  "unavailable",
  "unauthorize",
  "truncate-reply",
  "garble-reply",
];
const onReplica: readonly ProviderFault[] = [...onRead, "stale-read"];
const onWrite: readonly ProviderFault[] = [...onRead, "gateway-error"];
const onKeyedWrite: readonly ProviderFault[] = [...onWrite, "internal-error"];
const onCardWrite: readonly ProviderFault[] = [...onKeyedWrite, "roll-forward"];

describe("what a provider may do wrong", () => {
  it.each<[string, readonly ProviderFault[]]>([
    ["cards.create", onCardWrite],
    ["cards.confirm", onCardWrite],
    ["cards.capture", onCardWrite],
    ["cards.cancel", onCardWrite],
    ["cards.refund", [...onCardWrite, "fail-later", "never-settle"]],
    ["cards.retrieve", onReplica],
    ["cards.retrieve-refund", onRead],
    ["cards.list", onRead],
    ["cards.search", onReplica],
    ["warehouse.reserve", [...onWrite, "fall-short"]],
    ["warehouse.commit", onWrite],
    ["warehouse.release", onWrite],
    ["warehouse.get", onReplica],
    ["labels.create", onWrite],
    ["labels.buy", onWrite],
    ["labels.void", [...onWrite, "disapprove"]],
    ["labels.find", onReplica],
    ["mail.send", onKeyedWrite],
    ["desk.write", []],
  ])("is said call by call: %s", async (at, faults) => {
    const struck: ProviderFault[] = [];
    for (const fault of providerFaults) {
      if (await strikes(at, fault)) struck.push(fault);
    }

    expect(struck.toSorted()).toEqual(faults.toSorted());
  });

  it.each(["cards.retrieve", "cards.search", "warehouse.get", "labels.find"])(
    "is all that can happen to a call that only looks, but for its way and its caller: %s",
    async (at) => {
      for (const fault of ["lose-reply", "late-effect", "duplicate", "crash-after"] as const) {
        expect(await strikes(at, fault)).toBe(false);
      }
      for (const fault of ["refuse", "slow-reply", "crash-before"] as const) {
        expect(await strikes(at, fault)).toBe(true);
      }
    },
  );

  it.each(["cards.create", "warehouse.reserve", "labels.create", "mail.send"])(
    "leaves a request that was turned away at the door undone: %s",
    async (at) => {
      for (const fault of ["rate-limit", "unavailable", "unauthorize"] as const) {
        expect(await saidOf(at, fault)).toEqual([]);
      }
    },
  );

  it.each([
    ["cards.create", "created pi_1, 100"],
    ["warehouse.reserve", "holds 1 x cup as r1"],
    ["labels.create", "created shp_1"],
    ["mail.send", "sent confirmed of o1"],
  ])("may hide that it was done: %s", async (at, what) => {
    for (const fault of ["gateway-error", "truncate-reply", "garble-reply"] as const) {
      expect(await saidOf(at, fault)).toEqual([what]);
    }
  });
});

async function strikes(at: string, fault: CallFault): Promise<boolean> {
  const floor = await callEverything(at, fault);
  return floor.trace.events.some((event) => event.kind === "fault.struck");
}

/** What the trace says of an operation that the fault strikes. */
async function saidOf(at: string, fault: ProviderFault): Promise<readonly string[]> {
  const { trace } = await callEverything(at, fault);
  return trace.events.flatMap((event) =>
    event.kind === "call.applied" && event.name === at ? event.what : [],
  );
}

/** Makes each call that there is, once; the fault strikes one of them. */
async function callEverything(at: string, fault: CallFault): Promise<ShopFloor> {
  const floor = new ShopFloor([{ at, from: 1, times: 1, fault }]);
  const { boundary } = floor;
  const cards = cardPayments({ profile: "stripe-v1", declines: {} })("cards", boundary).client;
  const warehouse = reservations({ onHand: { cup: 1 } })("warehouse", boundary).client;
  const carrier = labels({ undeliverableZips: [] })("labels", boundary).client;
  const post = mail({ profile: "none" })("mail", boundary).client;
  const desk = escalations()("desk", boundary).client;
  await floor.answers(
    () => cards.create({ orderId: "o1", card: "good", amount: 100, currency: "eur" }, "key-1"),
    () => cards.confirm("pi_1", "key-2"),
    () => cards.capture("pi_1", "key-3"),
    () => cards.cancel("pi_1", "key-4"),
    () => cards.refund("pi_1", 100, "key-5"),
    () => cards.retrieve("pi_1"),
    () => cards.retrieveRefund("re_1"),
    () => cards.list("o1"),
    () => cards.search("o1"),
    () => warehouse.reserve("r1", "o1", [{ sku: "cup", qty: 1 }]),
    () => warehouse.commit("r1"),
    () => warehouse.release("r1"),
    () => warehouse.get("r1"),
    () => carrier.create("ref-1", "o1", "1000"),
    () => carrier.buy("shp_1"),
    () => carrier.void("shp_1"),
    () => carrier.find("ref-1"),
    () => post.send("o1", "confirmed", "key-1"),
    () => desk.write("o1", "refund", "timed out"),
  );
  return floor;
}
