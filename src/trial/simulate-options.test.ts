import { describe, expect, it } from "vitest";
import { allFaults, faultsAt } from "../faults/fault.ts";
import type { Burst } from "../faults/schedule.ts";
import { UsageError } from "../kernel/errors.ts";
import { type SimulateOptions, checkOptions } from "./simulate-options.ts";

const handler = async (): Promise<never> => new Promise(() => {});

describe("checkOptions", () => {
  it("takes no options at all, and then nothing goes wrong", () => {
    const { functions, callbacks, schedule, adversary } = checkOptions({});
    const point = { at: "shop.pay", nth: 1, progress: 0, nthAtProgress: 1, faults: allFaults };

    expect({ functions, callbacks, schedule }).toEqual({
      functions: {},
      callbacks: {},
      schedule: [],
    });
    expect(adversary(point, 0)).toBeUndefined();
  });

  it("takes every option at its edge", () => {
    const options: SimulateOptions = {
      input: undefined,
      name: "o",
      seed: "",
      functions: { "billing-1_a:$LATEST": { durable: handler, timeoutMs: 1 } },
      callbacks: { approval: [], other: undefined, "*": { kind: "fail", afterMs: 0 } },
      faults: [],
      adversary: () => undefined,
      stop: { afterMs: 0, error: { ErrorType: "Enough" } },
      settings: {
        functionTimeoutMs: 1,
        executionTimeoutMs: 1,
        checkpointLatencyMs: 0,
        wakeLatencyMs: 0,
        invokeLatencyMs: 0,
        latenessMs: 0,
      },
      bounds: { maxInvocations: 1, maxEvents: 1 },
    };

    expect(checkOptions(options)).toMatchObject({
      functions: options.functions,
      callbacks: options.callbacks,
      adversary: options.adversary,
    });
  });

  it.each<[unknown, string]>([
    [null, "Invalid input: expected object, received null"],
    [handler, "Invalid input: expected object, received function"],
    [{ callback: {} }, 'Unrecognized key: "callback"'],
    [{ faultz: [], inputs: {} }, 'Unrecognized keys: "faultz", "inputs"'],
    [{ name: "" }, "name: must be 1 to 64 letters, digits, hyphens and underscores"],
    [{ name: 5 }, "name: Invalid input: expected string, received number"],
    [{ seed: Number.NaN }, "seed: must be a text or a number"],
    [{ seed: {} }, "seed: must be a text or a number"],
    [{ settings: { checkpointLatencyMS: 5 } }, 'settings: Unrecognized key: "checkpointLatencyMS"'],
    [
      { settings: { staleTokenMessage: "foo" } },
      'settings.staleTokenMessage: Invalid option: expected one of "real"|"as-sdk-expects"',
    ],
    [
      { settings: { firstPageSize: Number.NaN } },
      "settings.firstPageSize: must be a whole number from 1",
    ],
    [{ settings: { retryDelayMs: 5 } }, "settings.retryDelayMs: must be a function"],
    [{ adversary: "stall" }, "adversary: must be a function"],
    [{ stop: {} }, "stop.afterMs: Invalid input: expected number, received undefined"],
    [{ stop: { afterMs: 1, soon: true } }, 'stop: Unrecognized key: "soon"'],
    [
      { stop: { afterMs: 1, error: "no" } },
      "stop.error: Invalid input: expected object, received string",
    ],
    [{ settings: 5 }, "settings: Invalid input: expected object, received number"],
    [{ bounds: { maxEvent: 1 } }, 'bounds: Unrecognized key: "maxEvent"'],
    [
      { bounds: { maxInvocations: 0 } },
      "bounds.maxInvocations: Too small: expected number to be >=1",
    ],
    [
      { bounds: { maxEvents: 1.5 } },
      "bounds.maxEvents: Invalid input: expected int, received number",
    ],
  ])("refuses what cannot be meant: %j", (options, message) => {
    expect(refusalOf(options)).toEqual(new UsageError(message));
  });
});

describe("times", () => {
  it.each<[string, (ms: unknown) => unknown, number]>([
    ["stop.afterMs", (afterMs) => ({ stop: { afterMs } }), 0],
    ["settings.functionTimeoutMs", (ms) => ({ settings: { functionTimeoutMs: ms } }), 1],
    ["settings.executionTimeoutMs", (ms) => ({ settings: { executionTimeoutMs: ms } }), 1],
    ["settings.checkpointLatencyMs", (ms) => ({ settings: { checkpointLatencyMs: ms } }), 0],
    ["settings.wakeLatencyMs", (ms) => ({ settings: { wakeLatencyMs: ms } }), 0],
    ["settings.invokeLatencyMs", (ms) => ({ settings: { invokeLatencyMs: ms } }), 0],
    ["settings.latenessMs", (ms) => ({ settings: { latenessMs: ms } }), 0],
  ])("are numbers from the least that means something: %s", (place, optionsWith, least) => {
    const expected = `${place}: Invalid input: expected number, received`;

    expect(refusalOf(optionsWith(least))).toBeUndefined();
    expect(refusalOf(optionsWith(least - 1))).toEqual(
      new UsageError(`${place}: Too small: expected number to be >=${least}`),
    );
    expect(refusalOf(optionsWith(Number.NaN))).toEqual(new UsageError(`${expected} NaN`));
    expect(refusalOf(optionsWith(Infinity))).toEqual(new UsageError(`${expected} Infinity`));
    expect(refusalOf(optionsWith("5"))).toEqual(new UsageError(`${expected} string`));
  });
});

describe("an input", () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;

  it.each([
    ["a number that JSON does not know", 10n],
    ["a function", () => 1],
    ["a circle", circular],
  ])("is refused where it cannot travel as JSON: %s", (_what, unsendable) => {
    expect(() => checkOptions({ input: unsendable })).toThrow(
      new UsageError("input: must travel as JSON"),
    );
  });
});

describe("functions", () => {
  it.each([
    ["nothing", null],
    ["a handler as it is", handler],
    ["an empty object", {}],
    ["a handler that is none", { durable: "billing.ts" }],
    ["both kinds at once", { durable: handler, plain: handler }],
    ["a misspelt limit", { plain: handler, timeoutMS: 5 }],
    ["no time at all", { durable: handler, timeoutMs: 0 }],
    ["no number", { plain: handler, timeoutMs: Number.NaN }],
    ["no end", { plain: handler, timeoutMs: Infinity }],
  ])("are refused by name where the shape is wrong: %s", (_what, billing) => {
    expect(refusalOf({ functions: { tax: { plain: handler }, billing } })).toEqual(
      new UsageError(
        'functions["billing"] must be { durable: handler } or { plain: handler }, with a timeoutMs if need be',
      ),
    );
  });

  it.each([
    "",
    "bill ing",
    "billing:",
    "a:b:c",
    "n".repeat(65),
    `n:${"v".repeat(129)}`,
    "billing > tax",
  ])("are refused where nothing can be called that: %j", (name) => {
    expect(refusalOf({ functions: { [name]: { plain: handler } } })).toEqual(
      new UsageError(
        `"${name}" is no name of a Lambda function; write it like "billing", "billing:live" or "billing:2"`,
      ),
    );
  });

  it.each([
    "billing",
    "Billing_2-a:live",
    "billing:$LATEST",
    "constructor",
    `${"n".repeat(64)}:${"v".repeat(128)}`,
    "arn:aws:lambda:us-east-1:123456789012:function:billing:1",
  ])("may be called %s", (name) => {
    expect(refusalOf({ functions: { [name]: { durable: handler } } })).toBeUndefined();
  });

  it("come by name, not in a list", () => {
    expect(refusalOf({ functions: [{ durable: handler }] })).toEqual(
      new UsageError("functions: Invalid input: expected record, received array"),
    );
  });
});

describe("faults", () => {
  const burst: Burst = { at: "shop.pay", from: 1, times: 1, fault: "refuse" };

  it("strike as planned where they can", () => {
    const { schedule, adversary } = checkOptions({ faults: [burst] });
    const point = { at: "shop.pay", progress: 0, nthAtProgress: 1, faults: faultsAt("shop.pay") };

    expect(schedule).toEqual([burst]);
    expect([1, 2].map((nth) => adversary({ ...point, nth }, 0))).toEqual(["refuse", undefined]);
  });

  it.each<[string, string]>([
    ["invocation start", "crash, first-page"],
    ["timer pause", "defer"],
    ["billing > invoke tax:1", "late, fail, time-out, stop"],
  ])("are refused where they cannot strike: at %s", (at, possible) => {
    expect(refusalOf({ faults: [burst, { ...burst, at, fault: "stall" }] })).toEqual(
      new UsageError(`faults[1].fault: "stall" cannot strike at "${at}"; possible: ${possible}`),
    );
  });

  it("are refused where there is no such fault", () => {
    expect(refusalOf({ faults: [{ ...burst, at: "wake-up", fault: "earthquake" }] })).toEqual(
      new UsageError('faults[0].fault: "earthquake" cannot strike at "wake-up"; possible: late'),
    );
  });

  it.each<[unknown, string]>([
    [{ ...burst, at: "" }, "faults[0].at: Too small: expected string to have >=1 characters"],
    [{ ...burst, from: 0 }, "faults[0].from: Too small: expected number to be >=1"],
    [{ ...burst, from: 1.5 }, "faults[0].from: Invalid input: expected int, received number"],
    [{ ...burst, times: 0 }, "faults[0].times: Too small: expected number to be >=1"],
    [
      { ...burst, times: Infinity },
      "faults[0].times: Invalid input: expected number, received Infinity",
    ],
    [{ ...burst, nth: 1 }, 'faults[0]: Unrecognized key: "nth"'],
    [
      { at: "shop.pay", fault: "refuse" },
      "faults[0].from: Invalid input: expected number, received undefined",
    ],
  ])("are refused where the burst is none: %j", (fault, message) => {
    expect(refusalOf({ faults: [fault] })).toEqual(new UsageError(message));
  });

  it("cannot be planned beside an adversary, who would not ask the plan", () => {
    const adversary = () => undefined;

    expect(refusalOf({ adversary, faults: [burst] })).toEqual(
      new UsageError("simulate takes faults or an adversary, not both: leave one out"),
    );
    expect(checkOptions({ adversary, faults: [] }).adversary).toBe(adversary);
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
