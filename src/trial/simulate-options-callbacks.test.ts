import { describe, expect, it } from "vitest";
import { UsageError } from "../kernel/errors.ts";
import { type SimulateOptions, checkOptions } from "./simulate-options.ts";

const shapeOfReactions =
  'must be { kind: "succeed", result: text }, { kind: "fail", error } or { kind: "heartbeat" }, ' +
  "each with an afterMs from 0 if need be, or a list of those";

describe("callbacks", () => {
  const rubbish: readonly (readonly [string, unknown])[] = [
    ["a result alone", "yes"],
    ["nothing", null],
    ["an unknown kind", { kind: "succeeds" }],
    ["a result that is no text", { kind: "succeed", result: 5 }],
    ["an error that is no object", [{ kind: "heartbeat" }, { kind: "fail", error: "no" }]],
    ["no number", { kind: "succeed", afterMs: Number.NaN }],
    ["no end", { kind: "fail", afterMs: Infinity }],
    ["a promise", Promise.resolve({ kind: "succeed" })],
  ];

  it.each(rubbish)("are refused where a script by name has %s", (_what, approval) => {
    expect(refusalOf({ callbacks: { "*": { kind: "heartbeat" }, approval } })).toEqual(
      new UsageError(`callbacks.approval: ${shapeOfReactions}`),
    );
  });

  it.each(rubbish)("are refused when a function has returned %s", (_what, reactions) => {
    expect(reactionOf(() => reactions)).toEqual(
      new UsageError(`what it returned: ${shapeOfReactions}`),
    );
  });

  it.each([
    [{ kind: "heartbeat", afterMs: -1 }, ".afterMs: Too small: expected number to be >=0"],
    [{ kind: "heartbeat", result: "x" }, ': Unrecognized key: "result"'],
  ])("name what is wrong with a reaction of a known kind: %j", (approval, what) => {
    expect(refusalOf({ callbacks: { approval } })).toEqual(
      new UsageError(`callbacks.approval${what}`),
    );
  });

  it.each([
    [5, "number"],
    [null, "null"],
    [[{ kind: "heartbeat" }], "array"],
  ])("are a script, by name or a function: %j", (callbacks, kind) => {
    expect(refusalOf({ callbacks })).toEqual(
      new UsageError(`callbacks: Invalid input: expected record, received ${kind}`),
    );
  });

  it("reach a function as they are, and what it says comes back", () => {
    const reactions = [{ kind: "heartbeat" }, { kind: "succeed", result: "yes", afterMs: 5 }];
    const asked: unknown[] = [];
    const answer = reactionOf((callback) => {
      asked.push(callback);
      return reactions;
    });

    expect(answer).toBe(reactions);
    expect(asked).toEqual([{ id: "1", name: "approval", nth: 2 }]);
    expect(reactionOf(() => undefined)).toBeUndefined();
  });
});

function refusalOf(options: unknown): unknown {
  try {
    checkOptions(options as SimulateOptions);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** What a checked script makes of a callback, or what it throws. */
function reactionOf(script: (callback: unknown) => unknown): unknown {
  const { callbacks } = checkOptions({ callbacks: script } as SimulateOptions);
  if (typeof callbacks !== "function") return callbacks;
  try {
    return callbacks({ id: "1", name: "approval", nth: 2 });
  } catch (error) {
    return error;
  }
}
