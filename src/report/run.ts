import type { TrialResult } from "../trial/trial.ts";
import { plural } from "./counts.ts";
import { hang, page } from "./page.ts";
import { renderValue } from "./value.ts";
import { renderVerdict } from "./verdict.ts";
import { renderWhatHappened } from "./what-happened.ts";
import { witnessesOf } from "./witnesses.ts";

/** One execution under the world's own dice. */
export function renderRun(world: string, result: TrialResult): string {
  const { seed, input, strikes } = result;
  const witnesses = witnessesOf(result);
  return page(
    `${world} · seed ${seed} · dice made ${plural(strikes.length, "call")} fail`,
    hang("    input   ", renderValue(input)),
    "",
    renderWhatHappened(result, witnesses),
    "",
    renderVerdict(result),
  );
}
