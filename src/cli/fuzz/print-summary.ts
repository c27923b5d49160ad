import type { CampaignReport, FindingRecord } from "../../campaign/campaign-report.ts";
import { renderFuzzSummary, renderOtherFindings } from "../../report/fuzz-summary.ts";
import { quote } from "../quote.ts";
import type { Terminal } from "../terminal.ts";
import { WorkerProcess } from "./worker-process.ts";

/** New findings of which all is told; of the others a line. */
const mostPictures = 10;

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
  const pictured = firstOfEach(findings.filter((finding) => hasPicture(finding)));
  const artist = new WorkerProcess(position, surroundings);
  const untold: FindingRecord[] = [];
  try {
    for (const finding of findings) {
      const text = pictured.includes(finding)
        ? await pictureOf(finding, report, { artist, terminal })
        : undefined;
      if (text === undefined) untold.push(finding);
      else terminal.print(`${text}\n`);
    }
  } finally {
    artist.stop();
  }
  const rest = renderOtherFindings(untold, ({ file }) => replayOf(file, terminal));
  if (rest !== "") terminal.print(`${rest}\n`);
  terminal.print(renderFuzzSummary(report, setAside));
}

/** One of each invariant of a world: others like it look much the same. */
function firstOfEach(findings: readonly FindingRecord[]): readonly FindingRecord[] {
  const isFirst = ({ world, invariant }: FindingRecord, index: number) =>
    findings.findIndex((one) => one.world === world && one.invariant === invariant) === index;
  return findings.filter((finding, index) => isFirst(finding, index)).slice(0, mostPictures);
}

function replayOf(file: string, { command }: Terminal): string {
  return `${command} replay ${quote(file)}`;
}

function hasPicture({ state, kind, tier }: FindingRecord): boolean {
  return state === "new" && kind === "violation" && tier === "saga";
}

async function pictureOf(
  finding: FindingRecord,
  { campaign: { families } }: CampaignReport,
  { artist, terminal }: { readonly artist: WorkerProcess; readonly terminal: Terminal },
): Promise<string | undefined> {
  const { file } = finding;
  const keep = `mkdir -p scenarios && cp ${quote(file)} scenarios/`;
  const commands = { replay: replayOf(file, terminal), keep };
  const end = await artist.run({ kind: "draw", record: finding, families, commands }, () => {});
  return end.kind === "done" && end.done.kind === "draw" ? end.done.text : undefined;
}
