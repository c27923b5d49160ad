import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Finding } from "../search/finding.ts";
import { renderScenario } from "../trial/scenario.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Writes a finding's scenario down, and returns the path. The same scenario has the same name
 * everywhere. A file that somebody has edited stays as it is.
 */
export function saveScenario(
  { bucket, scenario }: Finding,
  folder: string,
  terminal: Terminal,
): string {
  const text = renderScenario(scenario);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const path = join(folder, `${bucket.invariant}-${hash}.json`);
  if (!terminal.exists(path)) terminal.writeFile(path, text);
  else if (terminal.readFile(path) !== text) {
    terminal.note(`${path} was edited and is left as it is; delete it to have it written again`);
  }
  return path;
}
