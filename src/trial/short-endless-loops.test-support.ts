import { afterEach, beforeEach, vi } from "vitest";

/** What counts as an endless loop in the tests of one: five times less than usual, as each waits for so long. */
export const shortEndlessLoopMs = 400;

/** Has the tests of a `describe` wait no longer than that for code that keeps the processor. */
export function shortenEndlessLoops(): void {
  beforeEach(() => {
    vi.stubEnv("DURABLE_CHAOS_ENDLESS_LOOP_MS", String(shortEndlessLoopMs));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
}
