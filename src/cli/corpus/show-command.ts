import { hang, page } from "../../report/page.ts";
import { describeState } from "../../report/corpus.ts";
import { renderReplay } from "../../report/replay.ts";
import { knownAs } from "../../campaign/corpus.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { CorpusDesk } from "./corpus-desk.ts";
import { namedEntry, readPlace } from "./read-corpus.ts";

/** Shows one scenario file: what it is, what it does today, and how. */
export async function showScenario(word: string, desk: CorpusDesk): Promise<ExitCode> {
  const entry = await namedEntry(word, desk);
  const { id, ids, path, place, scenario, replayed, placeOf } = entry;
  const known = place === "local" ? knownAs(entry, await readPlace("committed", desk)) : undefined;
  const others = ids.filter((other) => other !== id);
  desk.terminal.print(
    page(
      hang("Id      ", [id, ...others].join(", ")),
      hang("File    ", known === undefined ? path : `${path}, known as ${known.path}`),
      hang("World   ", scenario.world),
      hang("State   ", describeState(entry)),
      "",
      renderReplay(scenario, replayed, { trace: false, placeOf }),
    ),
  );
  return entry.state === "stale" ? exitCode.stale : exitCode.held;
}
