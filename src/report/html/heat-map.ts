import { type Fault, severity } from "../../faults/fault.ts";
import { type Place, placeOf } from "../../faults/place.ts";
import type { WorldFigures } from "../../campaign/campaign-report.ts";

/** A way in which a fault point can fail: how often it did. */
export type HeatCell =
  | { readonly kind: "impossible" }
  | { readonly kind: "never" }
  /** `heat` from 0 to 1: strikes are compared by powers, as they differ by those. */
  | { readonly kind: "struck"; readonly strikes: number; readonly heat: number };

/** Fault points of one kind, and their cells, in the order of the columns. */
export interface HeatGroup {
  readonly place: Place;
  readonly rows: readonly { readonly at: string; readonly cells: readonly HeatCell[] }[];
}

/** Fault points by fault kinds. */
export interface HeatMap {
  readonly faults: readonly Fault[];
  readonly groups: readonly HeatGroup[];
  readonly possible: number;
  readonly struck: number;
}

/** Arranges the coverage of a world: services first, AWS behind, the mildest faults first. */
export function heatMapOf(coverage: WorldFigures["coverage"]): HeatMap {
  const faults = columnsOf(coverage);
  const most = Math.max(1, ...coverage.map(({ strikes }) => strikes));
  const byPoint = Map.groupBy(coverage, ({ at }) => at);
  const byPlace = Map.groupBy(byPoint.keys(), (at) => placeOf(at));
  const groups = Array.from(byPlace, ([place, points]) => ({
    place,
    rows: points.map((at) => ({
      at,
      cells: faults.map((fault) => cellOf(byPoint.get(at), fault, most)),
    })),
  }));
  return {
    faults,
    groups: groups.toSorted((one, other) => orderOf(one.place) - orderOf(other.place)),
    possible: coverage.length,
    struck: coverage.filter(({ strikes }) => strikes > 0).length,
  };
}

/** Neighbours in the map are neighbours in severity, wherever they strike. */
function columnsOf(coverage: WorldFigures["coverage"]): readonly Fault[] {
  const severest = new Map<Fault, number>();
  for (const { at, fault } of coverage) {
    const rank = orderOf(placeOf(at)) * 1_000 + severity(at, fault);
    severest.set(fault, Math.min(rank, severest.get(fault) ?? Infinity));
  }
  return Array.from(severest)
    .toSorted(([, one], [, other]) => one - other)
    .map(([fault]) => fault);
}

const places: readonly Place[] = [
  "call",
  "callback",
  "invoke",
  "checkpoint",
  "invocation start",
  "invocation end",
  "wake-up",
  "state page",
  "timer",
  "execution start",
];

function orderOf(place: Place): number {
  return places.indexOf(place);
}

function cellOf(
  ofPoint: WorldFigures["coverage"] | undefined,
  fault: Fault,
  most: number,
): HeatCell {
  const way = ofPoint?.find((one) => one.fault === fault);
  if (way === undefined) return { kind: "impossible" };
  if (way.strikes === 0) return { kind: "never" };
  const { strikes } = way;
  return { kind: "struck", strikes, heat: Math.log(1 + strikes) / Math.log(1 + most) };
}
