import type { Command } from "commander";
import type { World } from "../trial/world.ts";
import type { ExitCode } from "./exit-code.ts";
import { defineReportHtml } from "./report-html-command.ts";
import type { Terminal } from "./terminal.ts";

/** `report` and what can be done with the report of a campaign, a line each. */
export function defineReport(
  program: Command,
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  const report = program
    .command("report")
    .summary("make something of a campaign's report")
    .description("Makes something of the report that a campaign has written with --json.");
  defineReportHtml(report, terminal, worlds, finish);
}
