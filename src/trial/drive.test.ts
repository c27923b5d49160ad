import { afterEach, describe, expect, it, vi } from "vitest";
import { UsageError } from "../kernel/errors.ts";
import { endlessLoopMs } from "./drive.ts";

describe("what counts as an endless loop", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ["two seconds unless told otherwise", undefined, 2_000],
    ["two seconds where the variable is empty", "", 2_000],
    ["what the variable says", "30000", 30_000],
  ])("is %s", (_what, said, ms) => {
    vi.stubEnv("DURABLE_CHAOS_ENDLESS_LOOP_MS", said);

    expect(endlessLoopMs()).toBe(ms);
  });

  it.each(["soon", "-1", "1.5", "299", "3600001", "1e99"])("is never %j", (said) => {
    vi.stubEnv("DURABLE_CHAOS_ENDLESS_LOOP_MS", said);

    expect(endlessLoopMs).toThrow(UsageError);
    expect(endlessLoopMs).toThrow(`DURABLE_CHAOS_ENDLESS_LOOP_MS is "${said}"`);
  });
});
