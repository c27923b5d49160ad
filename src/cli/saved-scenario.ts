import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Scenario, renderScenario } from "../trial/scenario.ts";
import type { Terminal } from "./terminal.ts";

/** A scenario, and what breaks in it. */
export interface Saved {
  readonly invariant: string;
  readonly scenario: Scenario;
}

/** Where a scenario is saved: the same scenario has the same name everywhere. */
export function pathOfScenario({ invariant, scenario }: Saved, folder: string): string {
  const hash = createHash("sha256").update(renderScenario(scenario)).digest("hex").slice(0, 8);
  return join(folder, `${invariant}-${hash}.json`);
}

/** Writes a scenario down, and returns the path. A file that somebody has edited stays as it is. */
export function saveScenario(saved: Saved, folder: string, terminal: Terminal): string {
  const text = renderScenario(saved.scenario);
  const path = pathOfScenario(saved, folder);
  if (!terminal.exists(path)) terminal.writeFile(path, text);
  else if (terminal.readFile(path) !== text) {
    terminal.note(`${path} was edited and is left as it is; delete it to have it written again`);
  }
  return path;
}
