import { renderRun } from "../report/run.ts";
import { runPlan } from "../trial/run-trial.ts";
import { parseInput } from "../trial/scenario.ts";
import type { Seed } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** Runs one execution in which calls fail by chance, as often as the world says. */
export async function run(
  world: World,
  { payload, seed }: { readonly payload: string; readonly seed: Seed },
  terminal: Terminal,
): Promise<ExitCode> {
  const input = parseInput(terminal.readFile(payload), payload, world);
  const result = await runPlan(world, { input, seed, decider: { kind: "dice" } });
  terminal.print(renderRun(world.name, result));
  if (result.verdict === "inconclusive") return exitCode.inconclusive;
  return result.verdict === "held" ? exitCode.held : exitCode.violated;
}
