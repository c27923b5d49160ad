import { describe, expect, it } from "vitest";
import { explore, orderAsPublishedOnStripe, orderAsPublishedWithoutKeys } from "../src/index.ts";
import { findingsInShort } from "./findings-in-short.ts";

const quick = { maxFaults: 1, randomTrials: 0, explain: false } as const;

describe("the published order saga on a provider that treats keys as Stripe does", () => {
  it("never gives money back: its refunds have the keys of its charges", async () => {
    const { findings } = await explore(orderAsPublishedOnStripe, quick);
    const refund = findings.find(({ bucket }) => bucket.invariant === "no-charge-without-refund");

    expect(findingsInShort(findings)["no-charge-without-refund"]).toEqual([]);
    expect(refund?.scenario.input).toMatchObject({ shippingAddress: { zip: "00000" } });
    const refused = refund?.result.trace.filter(
      (event) => event.kind === "call.applied" && event.what.includes("other parameters"),
    );
    expect(refused?.length).toBe(6);
  }, 30_000);
});

describe("the published order saga on a provider that knows no keys", () => {
  it("charges twice, and refunds twice, for a single reply that is lost", async () => {
    const { findings } = await explore(orderAsPublishedWithoutKeys, quick);

    expect(findingsInShort(findings)).toMatchObject({
      "no-duplicate-charge": ["1 x lose-reply at payment.charge"],
      "no-charge-without-refund": ["1 x lose-reply at payment.charge"],
      "refunds-never-exceed-charges": ["1 x lose-reply at payment.refund"],
      "at-most-one-parcel": ["1 x lose-reply at shipping.create"],
    });
  }, 30_000);
});
