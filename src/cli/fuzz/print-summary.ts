import type { CampaignReport, FindingRecord } from "../../campaign/campaign-report.ts";
import { renderFindingLine, renderFuzzSummary } from "../../report/fuzz-summary.ts";
import { quote } from "../quote.ts";
import type { Terminal } from "../terminal.ts";
import { WorkerProcess } from "./worker-process.ts";

/** New findings of which all is told; of the others one line. */
const mostBlocks = 10;

/** What the end of a campaign is printed with. */
export interface SummarySurroundings {
  readonly terminal: Terminal;
  /** Where the process that replays the findings writes its position. */
  readonly position: string;
  readonly worldsModule: URL;
  readonly hangMs: number;
}

/**
 * Prints the new findings, the known ones on a line each, and what the campaign comes to. A finding is replayed
 * for its picture, in another process: it may do to that what it has done to the worker that found it.
 */
export async function printSummary(
  report: CampaignReport,
  setAside: readonly { readonly world: string; readonly why: string }[],
  surroundings: SummarySurroundings,
): Promise<void> {
  const { terminal, position } = surroundings;
  const { findings } = report;
  const drawn = findings.filter((finding) => hasPicture(finding)).slice(0, mostBlocks);
  const artist = new WorkerProcess(position, surroundings);
  const lines: string[] = [];
  try {
    for (const finding of findings) {
      const { file } = finding;
      const replay = `${terminal.command} replay ${quote(file)}`;
      const keep = `mkdir -p scenarios && cp ${quote(file)} scenarios/`;
      const text = drawn.includes(finding)
        ? await pictureOf(finding, report, { artist, commands: { replay, keep } })
        : undefined;
      if (text === undefined) lines.push(renderFindingLine(finding, replay));
      else terminal.print(`${text}\n`);
    }
  } finally {
    artist.stop();
  }
  if (lines.length > 0) terminal.print(`${lines.join("\n")}\n`);
  terminal.print(renderFuzzSummary(report, setAside));
}

function hasPicture({ state, kind, tier }: FindingRecord): boolean {
  return state === "new" && kind === "violation" && tier === "saga";
}

async function pictureOf(
  finding: FindingRecord,
  { campaign: { families } }: CampaignReport,
  {
    artist,
    commands,
  }: {
    readonly artist: WorkerProcess;
    readonly commands: { readonly replay: string; readonly keep: string };
  },
): Promise<string | undefined> {
  const end = await artist.run({ kind: "draw", record: finding, families, commands }, () => {});
  return end.kind === "done" && end.done.kind === "draw" ? end.done.text : undefined;
}
