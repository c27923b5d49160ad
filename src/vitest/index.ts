/** Chaos tests for Vitest. */
export { type ChaosTestOptions, chaosTest } from "./chaos-test.ts";
