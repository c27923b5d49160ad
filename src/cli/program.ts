import { extname } from "node:path";
import { Command, CommanderError, Option } from "commander";
// Before any world, so that the code under test finds the patched globals.
import "../kernel/sandbox/install.ts";
import { faultFamilies } from "../faults/fault.ts";
import { UsageError } from "../kernel/errors.ts";
import { endlessLoopMs } from "../trial/drive.ts";
import type { Seed } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { type CheckOptions, check, checkDefaults } from "./check-command.ts";
import { defineCorpus } from "./corpus/define-corpus.ts";
import { defineDoctor } from "./doctor/define-doctor.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { corpusFolders } from "./corpus/corpus-desk.ts";
import { namedFile } from "./corpus/read-corpus.ts";
import { defineFuzz } from "./fuzz/define-fuzz.ts";
import { defineMerge } from "./fuzz/define-merge.ts";
import { knownWorld } from "./known-world.ts";
import { asCount, asFamilies, asFaults, asSeed } from "./option-values.ts";
import { replay } from "./replay-command.ts";
import { defineReport } from "./report-command.ts";
import { run } from "./run-command.ts";
import { defineShow } from "./show-command.ts";
import type { Terminal } from "./terminal.ts";

/** The module that worker processes take their worlds from unless told otherwise. */
const ownWorlds = new URL(`../worlds/worlds${extname(import.meta.url)}`, import.meta.url);

/**
 * Runs one command line; `args` are the words behind the program's name. `worldsModule` is where the worlds are
 * from, for processes of their own.
 */
export async function runProgram(
  args: readonly string[],
  terminal: Terminal,
  worlds: readonly World[],
  worldsModule: URL = ownWorlds,
): Promise<ExitCode> {
  let code: ExitCode = exitCode.held;
  const finish = (of: ExitCode) => (code = of);
  const program = defineProgram(terminal, worlds, finish);
  const around = { terminal, worlds, worldsModule, finish };
  defineFuzz(program, around);
  defineMerge(program, around);
  try {
    // Refused now where it is wrong, as a worker could only report it as a failure of the code under test.
    endlessLoopMs();
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return explain(error, args, terminal);
  }
}

function explain(error: unknown, args: readonly string[], terminal: Terminal): ExitCode {
  terminal.status("");
  // Commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.held : exitCode.usage;
  if (error instanceof UsageError) {
    terminal.note(error.message);
    return exitCode.usage;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const line = ["durable-chaos", ...args].join(" ");
  terminal.note(`${stack}\n\nThis is a bug of durable-chaos: please report it, with\n  ${line}`);
  return exitCode.bug;
}

function defineProgram(
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): Command {
  const program = new Command("durable-chaos")
    .description("Finds the schedule of faults that breaks an AWS Lambda durable function.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.replace(/\n$/, "")),
      writeErr: (text) => terminal.note(text.replace(/\n$/, "")),
      outputError: (text, write) => write(asOneLine(text, terminal.command)),
    });
  const known = worlds.map(({ name }) => name).join(", ");
  defineCheck(program, terminal, worlds, finish);
  program
    .command("replay <file>")
    .summary("run a scenario file again")
    .description(
      "Runs a scenario file again, and tells whether it still does what it expects. Its id will do, too.",
    )
    .option("--trace", "list every event", false)
    .action(async (word: string, { trace }: { trace: boolean }) => {
      const file = await namedFile(word, { folders: corpusFolders, worlds, terminal });
      finish(await replay({ file, trace }, worlds, terminal));
    });
  defineShow(program, terminal, worlds, finish);
  program
    .command("run [world]")
    .summary("run one execution, in which calls fail by chance")
    .description(`Runs one execution, in which calls fail by chance. Worlds: ${known}.`)
    .requiredOption("--payload <file>", "JSON file with the input of the execution")
    .option("--seed <seed>", "root of all randomness, any text", asSeed, 1)
    .action(async (name: string | undefined, options: { payload: string; seed: Seed }) =>
      finish(await run(knownWorld(worlds, name), options, terminal)),
    );
  defineCorpus(program, terminal, worlds, finish);
  defineDoctor(program, terminal, worlds, finish);
  defineReport(program, terminal, worlds, finish);
  return program
    .version(terminal.version)
    .addHelpText("before", renderExamples(terminal.command))
    .addHelpText("after", exitCodes);
}

function defineCheck(
  program: Command,
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  const known = worlds.map(({ name }) => name).join(", ");
  const commands = ["check", "fuzz", "replay", "show", "corpus", "run", "report", "doctor", "help"];
  program
    .command("check [world]", { isDefault: true })
    .summary("explore a world, and report each invariant that breaks (the default)")
    .description(`Explores a world, and reports each invariant that breaks. Worlds: ${known}.`)
    .option("--seed <seed>", "root of all randomness, any text", asSeed, checkDefaults.seed)
    .option(
      "--faults <count>",
      "try all schedules of up to this many faults; all: until nothing new can happen",
      asFaults,
      checkDefaults.faults,
    )
    .option("--no-merge", "run every trial to its end, even where its rest is known from another")
    .option(
      "--outages <count>",
      "strike points for as long as anyone retries: none (0), each (1), or each pair of services (2)",
      asCount,
      checkDefaults.outages,
    )
    .addOption(
      new Option(
        "--families <names>",
        `kinds of trouble to try: all, or some of ${faultFamilies.join(",")}`,
      )
        .argParser(asFamilies)
        .default(checkDefaults.families, checkDefaults.families.join(",")),
    )
    .option("--trials <count>", "then try this many random ones", asCount, checkDefaults.trials)
    .option(
      "--swarm <count>",
      "then this many, each under a mixture of trouble of its own, incidents among it",
      asCount,
      checkDefaults.swarm,
    )
    .option(
      "--budget <count>",
      "most trials for enumerating schedules, and for outages",
      asCount,
      checkDefaults.budget,
    )
    .option("--save <folder>", "where the smallest scenarios go", checkDefaults.save)
    // A misspelt command arrives here as a world, with its arguments behind it.
    .allowExcessArguments()
    .action(async (name: string | undefined, options: CheckOptions) =>
      finish(await check(knownWorld(worlds, name, commands), options, terminal)),
    );
}

function renderExamples(command: string): string {
  const examples = [
    ["check", "explore, and save the smallest scenario of each violation"],
    ["replay scenarios/lost-reply.json", "run a scenario again"],
    ["show scenarios/lost-reply.json", "draw what happens in it over virtual time"],
    ["fuzz --minutes 30", "search on all cores, for as long as you like"],
    ["run --payload order.json", "run one execution, in which calls fail by chance"],
  ] as const;
  const width = Math.max(...examples.map(([example]) => example.length));
  const described = examples.map(
    ([example, what]) => `  ${command} ${example.padEnd(width)}   ${what}`,
  );
  return ["Examples:", ...described, ""].join("\n");
}

const exitCodes = `
Exit codes: 0 held, 1 violated, 2 usage, 3 not deterministic, 4 stale scenario, 5 inconclusive,
            70 bug of durable-chaos, 130 interrupted`;

/** `error: unknown option '--sed'\n(Did you mean --seed?)` without the noise, and with a way out. */
function asOneLine(text: string, command: string): string {
  const message = text
    .replace(/^error: /, "")
    .trim()
    .replace(/\.$/, "")
    .replaceAll("\n", " ");
  return `${message}; see ${command} --help\n`;
}
