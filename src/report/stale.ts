import type { FaultPoint } from "../faults/schedule.ts";
import type { Missed } from "../trial/replay.ts";
import { renderBurst } from "./bursts.ts";
import { listOf, plural, renderCount } from "./counts.ts";
import { nearest } from "./nearest.ts";
import { hang, page } from "./page.ts";
import { cut } from "./value.ts";

const pointsShown = 3;
const missedShown = 10;

/** Why a scenario is stale: which faults did not strike as planned, and where they could. */
export function renderStale(
  missed: readonly Missed[],
  passed: readonly FaultPoint[],
  placeOf: (path: readonly (string | number)[]) => string,
): string {
  return page(
    "! stale: the function no longer passes all the points at which faults are planned",
    ...missed
      .slice(0, missedShown)
      .flatMap((one) => [
        hang("  ", `${placeOf(["faults", one.index])}: faults[${one.index}]: ${describe(one)}`),
        hang("    planned  ", renderBurst(one.burst)),
        one.passes > 0 ? undefined : hang("    nearest  ", nearestPoints(one.burst.at, passed)),
      ]),
    missed.length <= missedShown
      ? undefined
      : `  and ${renderCount(missed.length - missedShown)} more of its faults`,
  );
}

function describe({ burst, struck, passes }: Missed): string {
  const often = passes === 0 ? "never passed" : `passed only ${plural(passes, "time")}`;
  return `struck ${struck} of ${plural(burst.times, "time")}; "${cut(burst.at)}" was ${often}`;
}

function nearestPoints(at: string, passed: readonly FaultPoint[]): string {
  const names = nearest(
    at,
    passed.map((point) => point.at),
    pointsShown,
  );
  if (names.length === 0) return "no point at all was passed";
  return listOf(
    names.map((name) => {
      const passes = passed.filter((point) => point.at === name).length;
      return `"${name}" (passed ${plural(passes, "time")})`;
    }),
  );
}
