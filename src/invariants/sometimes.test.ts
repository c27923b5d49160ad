import { describe, expect, it } from "vitest";
import { UsageError } from "../kernel/errors.ts";
import type { FinishedTrial } from "./invariant.ts";
import { type Sometimes, stillUnseen } from "./sometimes.ts";

const trial: FinishedTrial<number, object> = {
  input: 3,
  outcome: { status: "RUNNING" },
  executions: [],
  ledgers: {},
  trace: [],
};

const all: readonly Sometimes<number, object>[] = [
  { name: "is-three", happened: ({ input }) => input === 3 },
  { name: "is-four", happened: ({ input }) => input === 4 },
  { name: "is-five", happened: ({ input }) => input === 5 },
];

describe("what has to happen in some trial", () => {
  it("is struck off the list once it has", () => {
    expect(stillUnseen(all, ["is-three", "is-four"], trial)).toEqual(["is-four"]);
  });

  it("comes not back on the list when it does not happen again", () => {
    const left = stillUnseen(all, ["is-three", "is-four"], trial);

    expect(stillUnseen(all, left, { ...trial, input: 4 })).toEqual([]);
    expect(stillUnseen(all, [], { ...trial, input: 9 })).toEqual([]);
  });

  it("is named where it throws", () => {
    const broken = {
      name: "breaks",
      happened: () => {
        throw new TypeError("no such ledger");
      },
    };

    expect(() => stillUnseen([broken], ["breaks"], trial)).toThrow(
      new UsageError(
        'sometimes "breaks" threw "TypeError: no such ledger"; return whether it has happened',
      ),
    );
  });
});
