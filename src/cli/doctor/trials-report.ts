import { z } from "zod";
import { renderSchedule } from "../../report/bursts.ts";
import { renderTraceEvent } from "../../report/trace.ts";
import type { Divergence } from "../../search/finding.ts";
import { runTwice } from "../../search/sameness.ts";
import type { World } from "../../trial/world.ts";
import type { Started, Terminal } from "../terminal.ts";

/** The name of the command that each of the processes runs; it is for nobody else. */
export const trialsCommand = "doctor-trials";

/** What one process has seen of its trials, each of which it ran twice. */
export type TrialsReport =
  | { readonly kind: "refused"; readonly why: string }
  | {
      readonly kind: "ran";
      readonly hashes: readonly string[];
      /** What one process was enough to see. */
      readonly divergence: readonly string[];
      /** Of the first trials, as many as there is room for. */
      readonly events: readonly (readonly string[])[];
    };

const reportSchema: z.ZodType<TrialsReport> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("refused"), why: z.string() }),
  z.object({
    kind: z.literal("ran"),
    hashes: z.array(z.string()),
    divergence: z.array(z.string()),
    events: z.array(z.array(z.string())),
  }),
]);

/** All events of trials that a report has room for. */
const mostEvents = 20_000;

/** Runs trials of a world, and tells of them as JSON. */
export async function reportTrials(world: World, trials: number): Promise<string> {
  const sameness = await runTwice(world, trials);
  if (sameness.kind === "refused") return JSON.stringify(sameness);
  const { hashes, divergence, results } = sameness;
  let room = mostEvents;
  const told = results.filter(({ trace }) => (room -= trace.length) >= 0);
  const report: TrialsReport = {
    kind: "ran",
    hashes,
    divergence: divergence === undefined ? [] : describeDivergence(divergence),
    events: told.map(({ trace }) => trace.map((event) => renderTraceEvent(event))),
  };
  return JSON.stringify(report);
}

/** A process tells nothing before all of its trials are over, real ms. */
const quietMs = 300_000;

/** Runs the same trials in two processes, which differ as two machines do. */
export async function inTwoProcesses(
  world: World,
  trials: number,
  terminal: Terminal,
): Promise<readonly [TrialsReport, TrialsReport]> {
  const args = [trialsCommand, world.name, `--trials=${trials}`];
  const elsewhere = { TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" };
  const [one, other] = await Promise.all([
    terminal.startAgain(args, { quietMs }),
    terminal.startAgain(args, { quietMs, environment: elsewhere }),
  ]);
  return [reportOf(one), reportOf(other)];
}

function reportOf({ ending, printed, noted }: Started): TrialsReport {
  const code = ending.kind === "ended" ? ending.with : "no word in five minutes";
  // Code under test may have printed something before, whatever the sandbox does.
  if (code === 0) return reportSchema.parse(JSON.parse(printed.trim().split("\n").at(-1) ?? ""));
  const why = noted.trim() === "" ? "" : `: ${noted.trim()}`;
  return {
    kind: "refused",
    why: `a process with its trials ended with ${code}${why}`,
  };
}

function describeDivergence({ scenario, index, first, second }: Divergence): readonly string[] {
  const [one, other] = [first, second].map((event) => event && renderTraceEvent(event));
  return [`under ${renderSchedule(scenario.faults)}`, ...describeDifference(index, one, other)];
}

/** The first event by which two runs differ; one is missing where the run was shorter. */
export function describeDifference(
  index: number,
  one: string | undefined,
  other: string | undefined,
): readonly string[] {
  const over = "the run is over";
  return [`first difference, event ${index}`, `1st  ${one ?? over}`, `2nd  ${other ?? over}`];
}
