import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseScenario, worlds } from "../src/index.ts";
import { isAtLength } from "./at-length.ts";
import { CampaignProcess, timelessReport, workersOf } from "./campaign/campaign-process.ts";

/** More of them with DURABLE_CHAOS_KILLS=100. */
const kills = Number(process.env["DURABLE_CHAOS_KILLS"] ?? 3);

/** So many that most kills come before the end. */
const trials = Math.max(80, (kills - 2) * 80);

/** What is killed in its turn. */
const victims = ["worker", "supervisor"] as const;

const campaign = ["fuzz", "order-as-published", "order-by-temporal-sample", "--seed", "m"];
const whole = [...campaign, "--trials", String(trials)];
const limitMs = (4 + kills / 5) * 60_000;

/** Behind the beginning of a worker; a machine twice as fast has not done all by then. */
const longestDelayMs = 600;

describe("a campaign", { timeout: limitMs }, () => {
  let folder = "";
  let code: number | null;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "durable-chaos-"));
    const calm = ["--workers", "1", "--store", "calm/c.db", "--save", "calm"];
    ({ code } = await run(...whole, ...calm, "--json", "calm.json"));
  }, limitMs);

  afterAll(() => rmSync(folder, { recursive: true }));

  it("finds the same on one worker, and on several in the shards of two machines", async () => {
    const shards = [
      ["--shard", "1/2", "--workers", isAtLength ? "4" : "2", "--store", "s1.db", "--save", "s1"],
      ["--shard", "2/2", "--workers", "1", "--store", "s2.db", "--save", "s2"],
    ];
    for (const shard of shards) await run(...whole, ...shard);
    await run("report", "merge", "s2.db", "s1.db", "--json", "joined.json", "--save", "joined");

    const [calm, joined] = ["calm", "joined"].map((name) =>
      filesAside(join(folder, `${name}.json`)),
    );
    expect(trialsIn(calm)).toBe(trials);
    expect(findingsIn(calm).length).toBeGreaterThan(4);
    expect(joined).toEqual(calm);
  });

  it(`ends as if nothing had happened when it is killed at ${kills} random moments`, async () => {
    const store = join(folder, "s");
    const hunted = [...whole, "--workers", "2", "--store", "s/c.db", "--save", "s"];
    const begin = () => new CampaignProcess(folder, [...hunted, "--json", "hunted.json"]);

    const { struck, found } = await killAtRandom(begin, store);
    const last = await begin().ended;

    expect(struck.length).toBeGreaterThanOrEqual(kills / 2);
    expect(new Set(struck)).toEqual(new Set(victims));
    expect(found).toBeGreaterThan(0);
    expect(last.code).toBe(code);
    expect(filesAside(join(folder, "hunted.json"))).toEqual(filesAside(join(folder, "calm.json")));
    expect(scenariosIn(store)).toEqual(scenariosIn(join(folder, "calm")));
    // A worker that was starting when its supervisor was killed removes its file as soon as it knows.
    const others = () => readdirSync(store).filter((name) => !name.endsWith(".json"));
    await expect.poll(others, { timeout: 10_000 }).toEqual(["c.db"]);
  });

  async function run(...args: readonly string[]) {
    return new CampaignProcess(folder, args).ended;
  }
});

/**
 * Kills a worker and a supervisor in turn, some time after a worker has begun, the last when something has been found
 * as well; begins anew when all is over. Tells what was killed before its work was done, and how many scenarios there
 * were to lose in the end.
 */
async function killAtRandom(
  begin: () => CampaignProcess,
  store: string,
): Promise<{ readonly struck: readonly (typeof victims)[number][]; readonly found: number }> {
  const delaysMs = fc.sample(fc.noBias(fc.integer({ min: 0, max: longestDelayMs })), {
    seed: kills,
    numRuns: kills,
  });
  const struck: (typeof victims)[number][] = [];
  let running = begin();
  let before: readonly string[] = [];
  for (const [index, delayMs] of delaysMs.entries()) {
    if (running.isOver) running = begin();
    const isLast = index === kills - 1;
    const isUnderWay = () =>
      workersIn(store, running).length > 0 && (!isLast || scenariosIn(store).length > 0);
    while (!running.isOver && !isUnderWay()) await after(10);
    await Promise.race([after(delayMs), running.ended]);
    const victim = victims[index % victims.length] ?? "worker";
    const [worker] = workersIn(store, running);
    const isHit = !running.isOver && (victim === "supervisor" || worker !== undefined);
    if (isHit) struck.push(victim);
    before = scenariosIn(store);
    if (victim === "supervisor") running.child.kill("SIGKILL");
    else if (worker !== undefined) killIfAlive(worker);
    if (victim === "supervisor") await running.ended;
    // Whatever was reported is still there, and whole.
    expect(scenariosIn(store)).toEqual(expect.arrayContaining([...before]));
  }
  running.child.kill("SIGKILL");
  await running.ended;
  return { struck, found: before.length };
}

function workersIn(store: string, { child }: CampaignProcess): readonly number[] {
  return existsSync(store) ? workersOf(store, child.pid) : [];
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

function scenariosIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const name of names) parseScenario(readFileSync(join(folder, name), "utf8"), name, worlds);
  return names;
}

/** Where the scenario files are depends on where the campaign was told to put them. */
function filesAside(file: string): unknown {
  const report = timelessReport(file);
  for (const finding of findingsIn(report)) finding["file"] = "";
  return report;
}

function trialsIn(report: unknown): number {
  const counted: { readonly trials: number }[] = Object(report).worlds;
  return counted.reduce((sum, world) => sum + world.trials, 0);
}

function findingsIn(report: unknown): Record<string, unknown>[] {
  return Object(report).findings;
}
