import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { type Scenario, type World, parseScenario, renderScenario } from "../../src/index.ts";
import type { Mutant } from "./mutant.ts";

const folder = new URL("kills/", import.meta.url);

/** Whether what shows a mistake is kept as a scenario: to search for it takes up to seconds, to replay it milliseconds. */
export function isKept({ needs, faults = 1 }: Mutant): boolean {
  return needs !== undefined || faults > 1;
}

/** Keeps the smallest scenario that shows a mistake. */
export function keepKill(scenario: Scenario): void {
  writeFileSync(fileOf(scenario.world), renderScenario(scenario));
}

/** The names of the worlds of which a scenario was kept. */
export function keptWorlds(): readonly string[] {
  return readdirSync(folder).map((file) => file.replace(/\.json$/, ""));
}

/** What was kept of a mutant's world. */
export function keptKill(world: World): Scenario {
  const file = fileOf(world.name);
  if (!existsSync(file)) throw new Error(`${file.pathname} is missing: npm run kill-matrix`);
  return parseScenario(readFileSync(file, "utf8"), file.pathname, [world]).scenario;
}

function fileOf(world: string): URL {
  return new URL(`${world}.json`, folder);
}
