import type { FindingRecord, WorldFigures } from "../../campaign/campaign-report.ts";

/** `2026-11-26 02:00 UTC`, of a moment in ISO 8601. */
export function whenIn(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** All worlds' figures of one kind together. */
export function sumOf(
  worlds: readonly WorldFigures[],
  figure: "trials" | "shrinkingTrials" | "faults" | "inconclusive" | "repeated",
): number {
  return worlds.reduce((sum, world) => sum + world[figure], 0);
}

/** `2.0 %`. */
export function percent(share: number): string {
  return share === 0 ? "0 %" : `${(share * 100).toPrecision(2)} %`;
}

/** `1 in 833`, and the like, of a share that is at most so big. */
export function oneIn(share: number): string {
  return share <= 0 ? "none" : share > 0.5 ? percent(share) : `1 in ${Math.floor(1 / share)}`;
}

/** What kind of finding it is, for whoever never saw one. */
export const kindWords: Readonly<Record<FindingRecord["kind"], string>> = {
  violation: "violation",
  hang: "hang",
  crash: "crash of the process",
  "not-deterministic": "not deterministic",
};

/** Who could have prevented it. */
export const tierWords: Readonly<Record<FindingRecord["tier"], string>> = {
  saga: "the function's own",
  platform: "AWS ended the execution",
};
