import { describe, expect, it } from "vitest";
import { type Limits, awsLimits, isLonger, malformed, oversized } from "./limits.ts";
import type { Update } from "./operation.ts";
import {
  callbackUpdate,
  contextUpdate,
  invokeUpdate,
  stepUpdate,
  waitUpdate,
} from "./updates.test-support.ts";

/** In the order in which a batch is looked at. */
function limitBroken(update: Update, index: number, limits: Limits): string | undefined {
  return malformed(update, index, limits) ?? oversized(update, limits);
}

describe("limitBroken", () => {
  it.each(["a", "A-9_z", "x".repeat(64)])("accepts %j as an id", (Id) => {
    expect(broken(stepUpdate("START", { Id }))).toBeUndefined();
  });

  it.each(["", "a b", "ä", "a\n", "x".repeat(65)])("refuses %j as an id", (Id) => {
    expect(broken(stepUpdate("START", { Id }))).toBe("Invalid operation id.");
  });

  it.each(["a", " ~", "charge card (1/2)", "x".repeat(256)])("accepts %j as a name", (Name) => {
    expect(broken(stepUpdate("START", { Name }))).toBeUndefined();
  });

  it.each(["", "zahlung prüfen", "tab\t", "line\n", "x".repeat(257)])(
    "refuses %j as a name",
    (Name) => {
      expect(broken(stepUpdate("START", { Name }))).toContain(
        `Value '${Name}' at 'updates.3.member.name' failed to satisfy constraint`,
      );
    },
  );

  it("holds subtypes to 32 letters, digits, hyphens and underscores", () => {
    expect(broken(stepUpdate("START", { SubType: "x".repeat(32) }))).toBeUndefined();
    for (const SubType of ["", "a b", "x".repeat(33)]) {
      expect(broken(stepUpdate("START", { SubType }))).toContain("'updates.3.member.subType'");
    }
  });

  it.each([1, 60, 31_622_400])("accepts %d seconds", (seconds) => {
    expect(broken(waitFor(seconds))).toBeUndefined();
    expect(broken(retryIn(seconds))).toBeUndefined();
  });

  it.each([0, 0.5, 1.5, -1, 31_622_401, Number.NaN, Infinity])("refuses %d seconds", (seconds) => {
    expect(broken(waitFor(seconds))).toContain(
      `Value '${seconds}' at 'updates.3.member.waitOptions.waitSeconds' failed`,
    );
    expect(broken(retryIn(seconds))).toContain(
      `Value '${seconds}' at 'updates.3.member.stepOptions.nextAttemptDelaySeconds' failed`,
    );
  });

  it("takes letters of either case, digits, hyphens and underscores in a subtype", () => {
    expect(broken(stepUpdate("START", { SubType: "Az-09_x" }))).toBeUndefined();
    expect(broken(stepUpdate("START", { SubType: "x\n" }))).toBeDefined();
  });

  it.each(["TimeoutSeconds", "HeartbeatTimeoutSeconds"] as const)(
    "takes from 0 to 99,999,999 whole seconds for a callback's %s",
    (option) => {
      const member = `updates.3.member.callbackOptions.${option[0]?.toLowerCase()}${option.slice(1)}`;

      for (const seconds of [0, 1, 99_999_999]) {
        expect(broken(callbackWith({ [option]: seconds }))).toBeUndefined();
      }
      for (const seconds of [-1, 0.5, 100_000_000, Number.NaN, Infinity]) {
        expect(broken(callbackWith({ [option]: seconds }))).toContain(
          `Value '${seconds}' at '${member}' failed`,
        );
      }
    },
  );

  it("checks a callback's heartbeat even where its timeout is in order", () => {
    const options = { TimeoutSeconds: 60, HeartbeatTimeoutSeconds: -1 };

    expect(broken(callbackWith(options))).toContain("heartbeatTimeoutSeconds");
  });

  it("checks the options that an update should not have as well", () => {
    const StepOptions = { NextAttemptDelaySeconds: 5 };
    const noWait = waitUpdate("START", { WaitOptions: { WaitSeconds: 0 }, StepOptions });
    const early = { ...callbackWith({ TimeoutSeconds: -1 }), WaitOptions: { WaitSeconds: 5 } };

    expect(broken(noWait)).toContain("'updates.3.member.waitOptions.waitSeconds'");
    expect(broken(early)).toContain("'updates.3.member.callbackOptions.timeoutSeconds'");
  });

  it("says in AWS's words what is wrong with a name", () => {
    const failed = "at 'updates.3.member.name' failed to satisfy constraint: Member must";
    const messageFor = (Name: string) => broken(stepUpdate("START", { Name }));

    expect(messageFor("x".repeat(257))).toContain(
      `${failed} have length less than or equal to 256`,
    );
    expect(messageFor("")).toContain(`${failed} have length greater than or equal to 1`);
    expect(messageFor("ä")).toContain(
      `${failed} satisfy regular expression pattern: [\\x20-\\x7E]+`,
    );
  });

  it("takes options that say nothing of time", () => {
    expect(broken(stepUpdate("RETRY", { StepOptions: {} }))).toBeUndefined();
    expect(broken(waitUpdate("START", { WaitOptions: {} }))).toBeUndefined();
    expect(broken(callbackWith({}))).toBeUndefined();
  });

  it("takes any number where the service is lenient, but still no payload that is too large", () => {
    const lenient = { strictRanges: false, maxPayloadBytes: 1 };

    expect(broken(waitFor(0), lenient)).toBeUndefined();
    expect(broken(retryIn(-1), lenient)).toBeUndefined();
    expect(broken(callbackWith({ TimeoutSeconds: -1 }), lenient)).toBeUndefined();
    expect(broken({ ...retryIn(-1), Payload: "12" }, lenient)).toBe(
      "STEP output payload size must be less than or equal to 1 bytes.",
    );
  });

  it.each<[Update, number, string]>([
    [stepUpdate("SUCCEED"), 262_144, "STEP output"],
    [waitUpdate("START"), 262_144, "WAIT output"],
    [contextUpdate("SUCCEED"), 262_144, "CONTEXT output"],
    [callbackUpdate("START"), 262_144, "CALLBACK output"],
    [invokeUpdate("START"), 1_048_576, "CHAINED_INVOKE input"],
  ])("lets the payload of %o have %d bytes, and not one more", (update, bytes, what) => {
    const Payload = "x".repeat(bytes);

    expect(broken({ ...update, Payload })).toBeUndefined();
    expect(broken({ ...update, Payload: `${Payload}x` })).toBe(
      `${what} payload size must be less than or equal to ${bytes} bytes.`,
    );
  });

  it("has a limit of its own for the result of the execution", () => {
    const close: Update = { Id: "x", Type: "EXECUTION", Action: "SUCCEED" };
    const small = { maxExecutionBytes: 9, maxPayloadBytes: 1, maxResultBytes: 1 };

    expect(broken({ ...close, Payload: "x".repeat(9) }, small)).toBeUndefined();
    expect(broken({ ...close, Payload: "x".repeat(10) }, small)).toBe(
      "EXECUTION output payload size must be less than or equal to 9 bytes.",
    );
  });

  it("measures payloads in bytes of UTF-8, not in characters", () => {
    const message = "STEP output payload size must be less than or equal to 262144 bytes.";
    // The euro sign has three bytes: 87,381 of them are one byte short of the limit.
    const full = `${"€".repeat(87_381)}a`;

    expect(broken(stepUpdate("SUCCEED", { Payload: "a".repeat(262_144) }))).toBeUndefined();
    expect(broken(stepUpdate("SUCCEED", { Payload: "a".repeat(262_145) }))).toBe(message);
    expect(broken(stepUpdate("SUCCEED", { Payload: full }))).toBeUndefined();
    expect(broken(stepUpdate("SUCCEED", { Payload: `${full}a` }))).toBe(message);
  });

  it("measures an error as JSON, in bytes, with all its parts", () => {
    const Error = { ErrorType: "€", ErrorMessage: "m", ErrorData: "d" };
    const bytes = Buffer.byteLength(JSON.stringify(Error));

    expect(broken(stepUpdate("FAIL", { Error }), { maxErrorBytes: bytes + 1 })).toBeUndefined();
    expect(broken(stepUpdate("FAIL", { Error }), { maxErrorBytes: bytes })).toBe(
      `Error object size must be less than ${bytes} bytes.`,
    );
  });

  it("keeps the whole error object below its limit", () => {
    const withMessage = (length: number) =>
      stepUpdate("FAIL", { Error: { ErrorMessage: "x".repeat(length) } });
    const frame = JSON.stringify({ ErrorMessage: "" }).length;

    expect(broken(withMessage(32_767 - frame))).toBeUndefined();
    expect(broken(withMessage(32_768 - frame))).toBe(
      "Error object size must be less than 32768 bytes.",
    );
  });
});

describe("isLonger", () => {
  it.each<[string, bytes: number]>([
    ["", 0],
    ["abc", 3],
    ["ä", 2],
    ["€€", 6],
    // Two UTF-16 units, four bytes.
    ["😀", 4],
    // Half of a character is written as three bytes.
    ["\ud83d", 3],
  ])("knows that %j has %d bytes", (text, bytes) => {
    expect(isLonger(text, bytes)).toBe(false);
    expect(isLonger(text, bytes - 1)).toBe(true);
  });
});

function broken(update: Update, changes: Partial<Limits> = {}): string | undefined {
  return limitBroken(update, 2, { ...awsLimits, ...changes });
}

function callbackWith(CallbackOptions: Update["CallbackOptions"]): Update {
  return callbackUpdate("START", { CallbackOptions });
}

function waitFor(WaitSeconds: number): Update {
  return waitUpdate("START", { WaitOptions: { WaitSeconds } });
}

function retryIn(NextAttemptDelaySeconds: number): Update {
  return stepUpdate("RETRY", { StepOptions: { NextAttemptDelaySeconds } });
}
