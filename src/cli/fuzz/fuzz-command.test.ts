import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { renderScenario } from "../../trial/scenario.ts";
import { type Ended, Workplace, usual, usualOn } from "./program-process.test-support.ts";

// Processes are started, and killed; on a machine that is busy with other things that takes a while.
vi.setConfig({ testTimeout: 120_000 });

describe("a campaign, and what is run behind it in its folder", () => {
  let place: Workplace;
  let ended: Ended;

  beforeAll(async () => {
    place = new Workplace();
    mkdirSync(join(place.folder, ".durable-chaos"));
    const abandoned = `begun.json.${spawnSync("true").pid}-1.tmp`;
    writeFileSync(join(place.folder, ".durable-chaos", abandoned), "{");
    const junit = ["--junit", "results/junit.xml"];
    ended = await place.run("fuzz", "steady", ...usualOn(2), "--trials", "150", ...junit);
  });

  afterAll(() => place.remove());

  it("reports as many trials as its workers have counted, and as it was told to run", () => {
    expect(ended.code).toBe(1);
    const { worlds, findings } = place.report();
    const xml = readFileSync(join(place.folder, "results/junit.xml"), "utf8");
    expect(xml).toContain('<testsuite name="steady"');
    expect(xml).toContain("replay .durable-chaos/");
    const counted = talliesIn(place.folder);
    const sum = (pick: (tally: Tally) => number) =>
      counted.reduce((total, tally) => total + pick(tally), 0);
    expect(counted.length).toBe(8);
    expect(worlds[0]).toMatchObject({
      trials: 150,
      shrinkingTrials: sum((tally) => tally.shrinkingTrials),
      faults: sum((tally) => tally.faults),
      repeated: sum((tally) => tally.repeated),
    });
    expect(sum((tally) => tally.trials)).toBe(150);
    expect(sum((tally) => tally.hits[findings[0]?.id ?? ""] ?? 0)).toBe(findings[0]?.hits);
    const struck = worlds[0]?.coverage.reduce((total, { strikes }) => total + strikes, 0);
    expect(struck).toBe(worlds[0]?.faults);
  });

  it("leaves no file of a process behind, nor what a killed one had begun to write", () => {
    const names = readdirSync(join(place.folder, ".durable-chaos"));

    expect(names).toContain("campaign.db");
    expect(names.filter((name) => /\.(?:worker-|witness-|tmp$)/.test(name))).toEqual([]);
  });

  it("shows the same picture when it is over, and started again", async () => {
    const again = await place.run("fuzz", "steady", ...usualOn(2), "--trials", "150");

    const [picture, ...summary] = again.stdout.split("\nFuzz ");
    expect(picture).toMatch(/✗ one-charge[^]*What happened/);
    expect(ended.stdout).toContain(picture);
    expect(summary).toHaveLength(1);
  });

  it("prints commands that work when they are pasted", async () => {
    const [, file = ""] = /Replay +npx durable-chaos replay (\S+)/.exec(ended.stdout) ?? [];

    const replayed = await place.run("replay", file);
    expect(replayed.code).toBe(1);
    expect(replayed.stdout).toContain("✗ one-charge");
  });

  it("finds again what an earlier search has left, even if no trial of its own falls into it", async () => {
    await place.run("fuzz", "steady", ...usual, "--trials", "1", "--store", "second.db");

    expect(place.report().findings).toMatchObject([
      { state: "new", invariant: "one-charge", firstTrial: 0, hits: 1 },
    ]);
  });

  it("refuses to mix two campaigns in one store, and says what to do", async () => {
    const args = ["--seed", "b", "--trials", "1", "--workers", "1"];
    const other = await place.run("fuzz", "steady", ...args);

    expect(other.code).toBe(2);
    // Node 22 adds a warning of its own about SQLite.
    expect(other.stderr.split("\n", 1)).toEqual([
      'the store ".durable-chaos/campaign.db" is of another campaign (seed 1, not b; trials 150, not 1); repeat ' +
        "its options to go on with it, begin a new one in its place with --fresh, or use another --store",
    ]);
  });

  it("replays what is committed first: what it finds again is known, what holds is fixed", async () => {
    const { findings } = place.report();
    const [finding] = findings;
    if (finding === undefined) throw new Error("nothing was found");
    mkdirSync(join(place.folder, "scenarios"));
    const committed = (name: string) => join(place.folder, "scenarios", name);
    copyFileSync(join(place.folder, finding.file), committed("found.json"));
    const mended = renderScenario({ ...finding.scenario, faults: [] });
    writeFileSync(committed("mended.json"), mended);

    const again = [...usual, "--trials", "100", "--fresh"];
    const { stdout } = await place.run("fuzz", "steady", ...again);

    expect(place.report().findings.map(({ id, state }) => [id, state])).toEqual([
      [finding.id, "known"],
    ]);
    expect(place.report().fixed).toEqual([
      { file: "scenarios/mended.json", world: "steady", invariants: ["one-charge"] },
    ]);
    expect(stdout).toContain("! known");
    expect(stdout).toContain("0 new, 1 known, 1 fixed");
  });
});

describe("a campaign in a folder of its own", () => {
  it("refuses a scenario file that is none, and writes nothing", async (context) => {
    const place = Workplace.of(context);
    mkdirSync(join(place.folder, "scenarios"));
    writeFileSync(join(place.folder, "scenarios/a.json"), '{ "version": 1 ');
    const { code, stderr } = await place.run("fuzz", "steady", ...usual, "--trials", "20");

    expect(code).toBe(2);
    expect(stderr).toMatch(/^scenarios\/a\.json:1:\d+: not JSON/);
    expect(existsSync(join(place.folder, ".durable-chaos/campaign.db"))).toBe(false);
    expect(existsSync(join(place.folder, "report.json"))).toBe(false);
  });
});

interface Tally {
  readonly trials: number;
  readonly shrinkingTrials: number;
  readonly faults: number;
  readonly repeated: number;
  readonly hits: Readonly<Record<string, number>>;
}

/** What each stint has counted. */
function talliesIn(folder: string): readonly Tally[] {
  const database = new DatabaseSync(join(folder, ".durable-chaos/campaign.db"), { readOnly: true });
  const rows = database.prepare("SELECT tally FROM stints").all();
  database.close();
  return rows.map(({ tally }): Tally => JSON.parse(String(tally)));
}
