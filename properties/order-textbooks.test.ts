import { describe, expect, it } from "vitest";
import {
  type World,
  explore,
  orderByAwsDocs,
  orderBySdkConcepts,
  orderByTemporalSample,
} from "../src/index.ts";
import { findingsInShort } from "./findings-in-short.ts";

async function findingsOf<Input, Ledgers>(world: World<Input, Ledgers>): Promise<object> {
  const { findings } = await explore(world, {
    families: ["service"],
    maxFaults: 1,
    randomTrials: 0,
    explain: false,
  });
  return findingsInShort(findings);
}

describe("a saga that registers its undo after the call, on services like real ones", () => {
  it.each([
    ["of AWS's developer guide", orderByAwsDocs],
    ["of Temporal's samples", orderByTemporalSample],
  ])(
    "keeps what a call left that took effect, and never said so: %s",
    async (_of, world) => {
      expect(await findingsOf(world)).toEqual({
        // The hold is a success of its own, but only the capture leaves an undo.
        "no-money-kept-for-failed-order": ["6 x refuse at payments.capture"],
        "no-stock-kept-for-failed-order": ["6 x refuse at stock.release"],
        // The label is bought; the retry is told that it exists, which is taken for a failure.
        "no-label-for-failed-order": ["1 x lose-reply at carrier.buy"],
      });
    },
    60_000,
  );
});

describe("a saga that registers its undo before the call, and stops at an undo that fails", () => {
  it("leaves all that was to be undone after it", async () => {
    expect(await findingsOf(orderBySdkConcepts)).toMatchObject({
      "no-money-kept-for-failed-order": ["6 x refuse at carrier.void"],
      "no-stock-kept-for-failed-order": ["6 x refuse at stock.release"],
    });
  }, 60_000);
});
