import { type Command, Option } from "commander";
import { renderChromeTrace } from "../report/chrome-trace.ts";
import { renderMermaid } from "../report/mermaid.ts";
import { renderShow } from "../report/show.ts";
import { renderStale } from "../report/stale.ts";
import { replay } from "../trial/replay.ts";
import { parseScenario } from "../trial/scenario.ts";
import { witnessesOf } from "../report/witnesses.ts";
import type { World } from "../trial/world.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** How a scenario is to be drawn; `trace` is a path, or true for the terminal. */
export interface ShowOptions {
  readonly mermaid?: boolean;
  readonly trace?: string | boolean;
}

/** Adds `show` to the program. */
export function defineShow(
  program: Command,
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  program
    .command("show <file>")
    .summary("draw what happens in a scenario file over virtual time")
    .description("Runs a scenario file again, and draws what happens over virtual time.")
    .option("--mermaid", "as a Mermaid sequence diagram, for Markdown")
    .addOption(
      new Option(
        "--trace [file]",
        "as Chrome trace events, which ui.perfetto.dev opens; without a file, printed",
      ).conflicts("mermaid"),
    )
    .action(async (file: string, options: ShowOptions) =>
      finish(await show(file, options, { terminal, worlds })),
    );
}

/** Draws a scenario file; one that no longer fits is drawn as far as it goes. */
async function show(
  file: string,
  { mermaid = false, trace = false }: ShowOptions,
  { terminal, worlds }: { readonly terminal: Terminal; readonly worlds: readonly World[] },
): Promise<ExitCode> {
  const { scenario, world, placeOf } = parseScenario(terminal.readFile(file), file, worlds);
  const replayed = await replay(world, scenario);
  const { result, missed } = replayed;
  const isPage = !mermaid && trace === false;
  if (isPage) {
    terminal.print(renderShow(scenario, replayed, { columns: terminal.columns, placeOf }));
  } else if (mermaid) {
    terminal.print(renderMermaid(result, witnessesOf(result)));
  } else {
    const events = renderChromeTrace(result, scenario.name);
    if (typeof trace === "string") {
      terminal.writeFile(trace, `${events}\n`);
      terminal.note(`wrote ${trace}; open it in https://ui.perfetto.dev`);
    } else {
      terminal.print(events);
    }
  }
  if (missed.length === 0) return exitCode.held;
  // What a program reads stays free of it.
  if (!isPage) terminal.note(renderStale(missed, result.passed, placeOf));
  return exitCode.stale;
}
