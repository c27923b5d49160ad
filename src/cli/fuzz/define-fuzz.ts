import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Shard } from "../../campaign/plan.ts";
import { faultFamilies, usualFamilies } from "../../faults/fault.ts";
import type { World } from "../../trial/world.ts";
import type { ExitCode } from "../exit-code.ts";
import { knownWorld } from "../known-world.ts";
import { asFamilies, asMinutes, asPositive, asSeed } from "../option-values.ts";
import type { Terminal } from "../terminal.ts";
import { fuzz } from "./fuzz-command.ts";
import { type FuzzOptions, usualMinutes } from "./fuzz-options.ts";

/** What a command is defined with. */
export interface CommandSurroundings {
  readonly terminal: Terminal;
  readonly worlds: readonly World[];
  readonly worldsModule: URL;
  readonly finish: (code: ExitCode) => void;
}

/** Adds `fuzz` to the program. */
export function defineFuzz(program: Command, around: CommandSurroundings): void {
  const { worlds, finish } = around;
  const known = worlds.map(({ name }) => name).join(", ");
  const command = program
    .command("fuzz [worlds...]")
    .summary("search for long, on all cores; can be stopped, killed, and taken up again")
    .description(
      "Searches worlds at random in worker processes, and shrinks what it finds. What was reported is on the disk: " +
        `the same command takes a campaign up where it ended. Worlds, all unless told: ${known}.`,
    );
  addExtent(command);
  addKeeping(command);
  command.action(async (names: readonly string[], options: FuzzOptions) => {
    const chosen = [...new Set(names)].map((name) => knownWorld(worlds, name));
    finish(await fuzz(options, { ...around, chosen: chosen.length === 0 ? worlds : chosen }));
  });
}

/** How far a campaign goes, and which part of it. */
function addExtent(command: Command): void {
  command
    .option(
      "--minutes <minutes>",
      `how long, over all sessions (default: ${usualMinutes})`,
      asMinutes,
    )
    .option("--trials <count>", "how many trials, over all worlds and shards", asPositive)
    .option("--until-idle <minutes>", "end when nothing new was seen for so long", asMinutes)
    .addOption(
      new Option("--workers <count>", "worker processes")
        .argParser(asWorkers)
        .default(availableParallelism(), "auto: one for each core"),
    )
    .addOption(
      new Option("--shard <i/n>", "take the ith part of n; same seed on all, then: report merge")
        .argParser(asShard)
        .default({ index: 1, of: 1 }, "1/1"),
    )
    .option("--seed <seed>", "root of all randomness, any text (default: drawn anew)", asSeed)
    .addOption(
      new Option(
        "--families <names>",
        `kinds of trouble: all, or some of ${faultFamilies.join(",")}`,
      )
        .argParser(asFamilies)
        .default(usualFamilies, usualFamilies.join(",")),
    );
}

/** What a campaign leaves behind, and how it is watched over. */
function addKeeping(command: Command): void {
  command
    .option(
      "--store <file>",
      "what a campaign knows, to be taken up again",
      ".durable-chaos/campaign.db",
    )
    .option(
      "--save <folder>",
      "where scenarios go, and where those are that are replayed first",
      ".durable-chaos",
    )
    .option("--json <file>", "write the report there")
    .option("--junit <file>", "write JUnit XML there: a suite for each world")
    .option("--fresh", "begin a new campaign in the place of the one in the store", false)
    .option("--plain", "a line every 10 s instead of a screen", false)
    .option("--hang-after <seconds>", "a trial that takes so long is a finding", asPositive, 20)
    .option(
      "--memory <megabytes>",
      "replace a worker that has grown beyond this",
      asPositive,
      1_024,
    );
}

function asWorkers(text: string): number {
  return text === "auto" ? availableParallelism() : asPositive(text);
}

function asShard(text: string): Shard {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index >= 1 && shard.index <= shard.of) return shard;
  throw new InvalidArgumentError("Give a shard and how many there are, such as 1/4.");
}
