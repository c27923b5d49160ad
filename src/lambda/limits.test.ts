import { describe, expect, it } from "vitest";
import { awsLimits, limitBroken } from "./limits.ts";
import type { Update } from "./operation.ts";
import { stepUpdate, waitUpdate } from "./updates.test-support.ts";

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

  it("measures payloads in bytes of UTF-8, not in characters", () => {
    const message = "STEP output payload size must be less than or equal to 262144 bytes.";
    // The euro sign has three bytes: 87,381 of them are one byte short of the limit.
    const full = `${"€".repeat(87_381)}a`;

    expect(broken(stepUpdate("SUCCEED", { Payload: "a".repeat(262_144) }))).toBeUndefined();
    expect(broken(stepUpdate("SUCCEED", { Payload: "a".repeat(262_145) }))).toBe(message);
    expect(broken(stepUpdate("SUCCEED", { Payload: full }))).toBeUndefined();
    expect(broken(stepUpdate("SUCCEED", { Payload: `${full}a` }))).toBe(message);
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

function broken(update: Update): string | undefined {
  return limitBroken(update, 2, awsLimits);
}

function waitFor(WaitSeconds: number): Update {
  return waitUpdate("START", { WaitOptions: { WaitSeconds } });
}

function retryIn(NextAttemptDelaySeconds: number): Update {
  return stepUpdate("RETRY", { StepOptions: { NextAttemptDelaySeconds } });
}
