import type { OtherWays } from "../search/finding.ts";
import { renderSchedule } from "./bursts.ts";
import { plural } from "./counts.ts";
import { hang, page } from "./page.ts";

/** So many are told; the others are saved all the same. */
const mostTold = 3;

/** Other ways in which an invariant breaks, with the commands that replay them; `undefined` where there are none. */
export function renderWays(
  { told, unknown }: OtherWays,
  replays: readonly string[],
): string | undefined {
  const more = told.length - mostTold;
  const left = [
    ...(more > 0 ? [`${plural(more, "further way")} saved`] : []),
    ...(unknown > 0 ? [`${plural(unknown, "trial")} not looked at`] : []),
  ];
  if (told.length === 0 && left.length === 0) return undefined;
  return page(
    "",
    ...told
      .slice(0, mostTold)
      .flatMap(({ scenario, status, trials }, index) => [
        hang(
          "  Also by ",
          `${renderSchedule(scenario.faults)}: ${status}, in ${plural(trials, "trial")}`,
        ),
        replays[index] === undefined ? undefined : `    Replay  ${replays[index]}`,
      ]),
    left.length === 0 ? undefined : hang("  Also    ", left.join(", ")),
  );
}
