import type { WorldFigures } from "./campaign-report.ts";

/** How far a world had come at some moments of a campaign. */
export type Trend = WorldFigures["trend"];

/** More would not show in a picture. */
const mostEntries = 200;

/**
 * Adds how far a world has come. When there are too many entries every other one goes, and from then on new
 * ones are taken at the same, larger distance.
 */
export function withEntry(trend: Trend, entry: Trend[number]): Trend {
  const last = trend.at(-1);
  const before = trend.at(-2);
  // As long as the last entry is nearer to the one before than what fits, it is replaced.
  const stepMs = entry.elapsedMs / mostEntries;
  const isClose =
    last !== undefined && before !== undefined && last.elapsedMs - before.elapsedMs < stepMs;
  return thinned([...(isClose ? trend.slice(0, -1) : trend), entry]);
}

/** The trend of shards that ran side by side. Behaviours of several shards may be the same: at most `most`. */
export function sumOfTrends(trends: readonly Trend[], most: number): Trend {
  const moments = [...new Set(trends.flat().map(({ elapsedMs }) => elapsedMs))].toSorted(
    (one, other) => one - other,
  );
  const sums = moments.map((elapsedMs) => {
    const latest = trends.map((trend) => trend.findLast((entry) => entry.elapsedMs <= elapsedMs));
    const sum = (pick: (entry: Trend[number]) => number) =>
      latest.reduce((total, entry) => total + (entry === undefined ? 0 : pick(entry)), 0);
    return {
      elapsedMs,
      trials: sum(({ trials }) => trials),
      behaviours: Math.min(
        most,
        sum(({ behaviours }) => behaviours),
      ),
    };
  });
  return thinned(sums);
}

function thinned(trend: Trend): Trend {
  let left = trend;
  while (left.length > mostEntries) {
    // The last one stays: it is where the campaign stands.
    left = left.filter((_, index) => index % 2 === 1 || index === left.length - 1);
  }
  return left;
}
