import type { WorldFigures } from "../../campaign/campaign-report.ts";

/** A line of a small picture: its path, and what its ends mean. */
export interface TrendLine {
  readonly path: string;
  /** The same, closed along the bottom. */
  readonly area: string;
  readonly most: number;
  readonly endMs: number;
}

/** How a count grew while a campaign went on, in a picture of that size. */
export function trendLine(
  trend: WorldFigures["trend"],
  count: "trials" | "behaviours",
  { width, height }: { readonly width: number; readonly height: number },
): TrendLine | undefined {
  const endMs = Math.max(0, ...trend.map(({ elapsedMs }) => elapsedMs));
  const most = Math.max(0, ...trend.map((point) => point[count]));
  if (trend.length < 2 || endMs === 0 || most === 0) return undefined;
  const points = [{ elapsedMs: 0, [count]: 0 }, ...trend].map((point) => {
    const x = ((point.elapsedMs ?? 0) / endMs) * width;
    const y = height - ((point[count] ?? 0) / most) * height;
    return `${round(x)},${round(y)}`;
  });
  const path = `M${points.join("L")}`;
  return {
    path,
    area: `${path}L${round(width)},${round(height)}L0,${round(height)}Z`,
    most,
    endMs,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
