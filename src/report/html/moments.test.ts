import { expect, it } from "vitest";
import { plainBar, plainLane, viewWith } from "./lanes.test-support.ts";
import { momentIndexAt, momentsOf, troubledLanes } from "./moments.ts";

it("stops the cursor wherever something begins, ends or enters a ledger, once", () => {
  const entry = { atMs: 15, fields: [], isWitness: false };
  const moves = [{ atMs: 25, text: "voided", isWitness: false }];
  const lists = [{ name: "charges", entries: [{ ...entry, moves }], leftOut: 0 }];
  const view = {
    ...viewWith([plainLane("a", [[10, 20]]), plainLane("b", [[10, 30]])], 40),
    books: [{ service: "payment", lists, constants: [] }],
  };

  expect(momentsOf(view)).toEqual([0, 10, 15, 20, 25, 30, 40]);
});

it("finds the last moment that is not later", () => {
  expect([-1, 0, 9, 10, 99].map((atMs) => momentIndexAt([0, 10, 20], atMs))).toEqual([
    0, 0, 0, 1, 2,
  ]);
});

it("shows only the lanes with trouble, and the function", () => {
  const good = plainLane("good", [[0, 1]]);
  const bar = { ...plainBar(0, 1), tone: "bad" } as const;
  const bad = { ...plainLane("failed", []), bars: [bar] };
  const invocations = { ...plainLane("Invocations", [[0, 1]]), kind: "function" as const };

  expect(troubledLanes([invocations, good, bad]).map(({ name }) => name)).toEqual([
    "Invocations",
    "failed",
  ]);
});
