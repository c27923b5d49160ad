import { type Command, InvalidArgumentError } from "commander";
import type { World } from "../../trial/world.ts";
import type { ExitCode } from "../exit-code.ts";
import { exitCode } from "../exit-code.ts";
import { knownWorld } from "../known-world.ts";
import type { Terminal } from "../terminal.ts";
import { type DoctorOptions, doctor } from "./doctor-command.ts";
import { reportTrials, trialsCommand } from "./trials-report.ts";

const defaultTrials = 100;

/** Adds `doctor`, and the command by which it runs trials in processes of their own. */
export function defineDoctor(
  program: Command,
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  program
    .command("doctor [world]")
    .summary("tell whether trials are deterministic here, and what keeps them from it")
    .description(
      "Looks at Node, the SDK, the sandbox, and at trials of a world, or of all worlds, in two processes: 0 if all " +
        "is well, 2 if it cannot run here, 3 if something is not deterministic.",
    )
    .option(
      "--trials <count>",
      "random trials of each world, besides its examples",
      asCount,
      defaultTrials,
    )
    .option("--json", "for programs", false)
    .action(async (name: string | undefined, options: DoctorOptions) => {
      const chosen = name === undefined ? worlds : [knownWorld(worlds, name)];
      finish(await doctor(chosen, options, terminal));
    });
  program
    .command(`${trialsCommand} <world>`, { hidden: true })
    .requiredOption("--trials <count>", "", asCount)
    .action(async (name: string, { trials }: { trials: number }) => {
      terminal.print(await reportTrials(knownWorld(worlds, name), trials));
      finish(exitCode.held);
    });
}

function asCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 0.");
  return Number(text);
}
