import type { Command } from "commander";
import { exitCode } from "../exit-code.ts";
import type { CommandSurroundings } from "./define-fuzz.ts";
import { type MergeOptions, mergeShards } from "./merge-command.ts";

/** Adds `report merge` to the program. */
export function defineMerge(program: Command, around: CommandSurroundings): void {
  const report =
    program.commands.find((command) => command.name() === "report") ??
    program.command("report").summary("reports of campaigns");
  report
    .command("merge <stores...>")
    .summary("join the stores of shards into one report")
    .description("Joins the stores of the shards of one campaign into one report.")
    .requiredOption("--json <file>", "write the report there")
    .option("--save <folder>", "where the scenarios go", ".durable-chaos")
    .action((stores: readonly string[], options: MergeOptions) => {
      mergeShards(stores, options, around);
      around.finish(exitCode.held);
    });
}
