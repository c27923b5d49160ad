import type { CampaignReport, FindingRecord } from "../../campaign/campaign-report.ts";
import { renderFuzzSummary, renderOtherFindings } from "../../report/fuzz-summary.ts";
import { quote } from "../quote.ts";
import type { Terminal } from "../terminal.ts";
import type { DrawJob } from "./messages.ts";

/** New findings of which all is told; of the others a line. */
const mostPictures = 10;

/** Replays a finding for its picture; nothing where there is none to be had. */
export type Artist = (job: DrawJob) => Promise<string | undefined>;

/** Prints the new findings, the known ones on a line each, and what the campaign comes to. */
export async function printSummary(
  report: CampaignReport,
  setAside: readonly { readonly world: string; readonly why: string }[],
  { terminal, artist }: { readonly terminal: Terminal; readonly artist: Artist },
): Promise<void> {
  const { findings } = report;
  const pictured = firstOfEach(findings.filter((finding) => hasPicture(finding)));
  const untold: FindingRecord[] = [];
  for (const finding of findings) {
    const text = pictured.includes(finding)
      ? await artist(drawJob(finding, report, terminal))
      : undefined;
    if (text === undefined) untold.push(finding);
    else terminal.print(`${text}\n`);
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

function drawJob(
  finding: FindingRecord,
  { campaign: { families } }: CampaignReport,
  terminal: Terminal,
): DrawJob {
  const { file } = finding;
  const keep = `mkdir -p scenarios && cp ${quote(file)} scenarios/`;
  return {
    kind: "draw",
    record: finding,
    families,
    commands: { replay: replayOf(file, terminal), keep },
  };
}
