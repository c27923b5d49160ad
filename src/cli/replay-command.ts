import { renderReplay } from "../report/replay.ts";
import { type Replay, replay as replayScenario } from "../trial/replay.ts";
import { parseScenario } from "../trial/scenario.ts";
import type { World } from "../trial/world.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** Runs a scenario file again. */
export async function replay(
  { file, trace }: { readonly file: string; readonly trace: boolean },
  worlds: readonly World[],
  terminal: Terminal,
): Promise<ExitCode> {
  const { scenario, world, placeOf } = parseScenario(terminal.readFile(file), file, worlds);
  const replayed = await replayScenario(world, scenario);
  terminal.print(renderReplay(scenario, replayed, { trace, placeOf }));
  return codeOf(replayed);
}

function codeOf({ result, missed }: Replay): ExitCode {
  if (missed.length > 0) return exitCode.stale;
  switch (result.verdict) {
    case "held":
      return exitCode.held;
    case "violated":
    case "stuck":
      return exitCode.violated;
    case "inconclusive":
      return exitCode.inconclusive;
  }
}
