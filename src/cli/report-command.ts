import type { Command } from "commander";
import type { World } from "../trial/world.ts";
import type { ExitCode } from "./exit-code.ts";
import { defineReportCi } from "./report-ci-command.ts";
import { defineReportIssues } from "./report-issues-command.ts";
import type { Terminal } from "./terminal.ts";

/** Each adds one thing that can be made of a campaign's report. */
const parts = [defineReportCi, defineReportIssues];

/** Adds `report` to the program: what can be made of what a campaign wrote with `--json`. */
export function defineReport(
  program: Command,
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  const report = program
    .command("report")
    .summary("make something of what a campaign has written")
    .description("Makes something of what a campaign has written with --json.");
  for (const define of parts) define(report, terminal, worlds, finish);
}
