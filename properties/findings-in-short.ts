import type { Finding } from "../src/index.ts";

/** The saga's own findings by invariant, each with the faults of its smallest schedule. */
export function findingsInShort(findings: readonly Finding[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    findings
      .filter(({ bucket }) => bucket.tier === "saga")
      .map(({ bucket, scenario }) => [
        bucket.invariant,
        scenario.faults.map(({ at, times, fault }) => `${times} x ${fault} at ${at}`),
      ]),
  );
}
