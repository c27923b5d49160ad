import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";
import { plural } from "./counts.ts";
import { renderFaults } from "./news.ts";

/** What becomes of one invariant of one world. */
interface TestCase {
  readonly world: string;
  readonly invariant: string;
  readonly findings: readonly FindingRecord[];
}

type Outcome = "passed" | "failure" | "error" | "skipped";

/**
 * A campaign as JUnit XML: a test suite for each world, a test case for each invariant. What is new
 * fails it; where there is nothing but what is known, or what AWS itself does, it counts as skipped.
 */
export function renderJunit(
  report: CampaignReport,
  replayOf: (finding: FindingRecord) => string,
): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // Two schemas of JUnit are in use, and one of them forbids attributes here.
    "<testsuites>",
    ...worldsOf(report).map((world, index) => renderSuite(world, index, { report, replayOf })),
    "</testsuites>",
    "",
  ].join("\n");
}

function renderSuite(
  world: string,
  index: number,
  {
    report,
    replayOf,
  }: {
    readonly report: CampaignReport;
    readonly replayOf: (finding: FindingRecord) => string;
  },
): string {
  const cases = casesOf(report, world);
  const { campaign, tool } = report;
  const head = attributes({
    name: world,
    package: world,
    id: index,
    ...totalsOf(cases),
    time: secondsOf(report, world),
    timestamp: campaign.startedAt.slice(0, "2026-01-01T00:00:00".length),
    hostname: "localhost",
  });
  const properties = { seed: campaign.seed, "durable-chaos": tool.version, sdk: tool.sdk };
  return [
    `  <testsuite ${head}>`,
    "    <properties>",
    ...Object.entries(properties).map(
      ([name, value]) => `      <property ${attributes({ name, value })}/>`,
    ),
    "    </properties>",
    ...cases.map((one) => renderCase(one, replayOf)),
    "    <system-out/>",
    "    <system-err/>",
    "  </testsuite>",
  ].join("\n");
}

/** The share of the campaign's time that a world had by its trials. */
function secondsOf({ worlds, campaign }: CampaignReport, world: string): string {
  const all = worlds.reduce((sum, { trials }) => sum + trials, 0);
  const own = worlds.find((figures) => figures.world === world)?.trials ?? 0;
  return ((campaign.elapsedMs / 1000) * (own / Math.max(all, 1))).toFixed(3);
}

function worldsOf({ worlds, findings }: CampaignReport): readonly string[] {
  return [...new Set([...worlds.map(({ world }) => world), ...findings.map(({ world }) => world)])];
}

function casesOf({ worlds, findings }: CampaignReport, world: string): readonly TestCase[] {
  const own = findings.filter((finding) => finding.world === world);
  const judged = worlds.find((figures) => figures.world === world)?.invariants ?? [];
  const names = [...judged.map(({ name }) => name), ...own.map(({ invariant }) => invariant)];
  return Array.from(new Set(names), (invariant) => ({
    world,
    invariant,
    findings: own.filter((finding) => finding.invariant === invariant),
  }));
}

function totalsOf(cases: readonly TestCase[]): Readonly<Record<string, number>> {
  const count = (outcome: Outcome) => cases.filter((one) => outcomeOf(one) === outcome).length;
  const [failures, errors, skipped] = [count("failure"), count("error"), count("skipped")];
  return { tests: cases.length, failures, errors, skipped };
}

function outcomeOf({ findings }: TestCase): Outcome {
  const fresh = findings.filter((finding) => isFresh(finding));
  if (fresh.some(({ kind }) => kind !== "violation")) return "error";
  if (fresh.length > 0) return "failure";
  return findings.length > 0 ? "skipped" : "passed";
}

function isFresh({ state, tier }: FindingRecord): boolean {
  return state === "new" && tier === "saga";
}

function renderCase(one: TestCase, replayOf: (finding: FindingRecord) => string): string {
  const { world, invariant, findings } = one;
  const head = `    <testcase ${attributes({ classname: world, name: invariant, time: 0 })}`;
  const outcome = outcomeOf(one);
  const told = findings.toSorted(
    (first, second) => Number(isFresh(second)) - Number(isFresh(first)),
  );
  const [first] = told;
  if (outcome === "passed" || first === undefined) return `${head}/>`;
  const more = told.length === 1 ? "" : ` (and ${plural(told.length - 1, "further finding")})`;
  const text = told.map((finding) => renderText(finding, replayOf(finding))).join("\n\n");
  if (outcome === "skipped") {
    const why = first.state === "known" ? "known" : "AWS itself ends the execution";
    const skipped = attributes({ message: `${why}: ${first.message}${more}` });
    return [`${head}>`, `      <skipped ${skipped}/>`, "    </testcase>"].join("\n");
  }
  const said = attributes({ message: first.message + more, type: first.kind });
  return [
    `${head}>`,
    `      <${outcome} ${said}>${escapeText(text)}</${outcome}>`,
    "    </testcase>",
  ].join("\n");
}

function renderText(finding: FindingRecord, replay: string): string {
  const { id, state, kind, message, ending } = finding;
  return [
    message,
    `  finding  ${id}, ${state}, ${kind}, the execution ${ending}`,
    `  faults   ${renderFaults(finding)}`,
    `  replay   ${replay}`,
  ].join("\n");
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeAttribute(String(value))}"`)
    .join(" ");
}

/** What XML 1.0 has no way to write. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unwritable, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
}

/** Readers make a blank of a line break in an attribute, unless it is written by its number. */
function escapeAttribute(text: string): string {
  return escapeText(text)
    .replaceAll('"', "&quot;")
    .replaceAll("\t", "&#9;")
    .replaceAll("\n", "&#10;");
}
