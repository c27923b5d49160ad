import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ReplayTask } from "../../campaign/replaying.ts";
import { parseScenario } from "../../trial/scenario.ts";
import type { World } from "../../trial/world.ts";
import type { Terminal } from "../terminal.ts";

/** Where committed scenarios are. */
const committedFolder = "scenarios";

/** The scenario files that a campaign replays first: the committed ones, and what earlier searches have left. */
export function replaysOf(
  corpusFolder: string,
  { chosen, worlds }: { readonly chosen: readonly World[]; readonly worlds: readonly World[] },
  terminal: Terminal,
): readonly ReplayTask[] {
  const of = (folder: string, kind: ReplayTask["kind"]): readonly ReplayTask[] =>
    jsonFilesIn(folder).flatMap((name) => {
      const file = join(folder, name);
      const text = terminal.readFile(file);
      if (kind === "corpus" && !isScenario(name, text)) return [];
      const { scenario } = parseScenario(text, file, worlds);
      return chosen.some((world) => world.name === scenario.world)
        ? [{ kind, file, scenario }]
        : [];
    });
  return [...of(committedFolder, "regression"), ...of(corpusFolder, "corpus")];
}

/** Certificates and reports lie in the same folder. */
function isScenario(name: string, text: string): boolean {
  return !name.startsWith("certificate-") && !/^\s*\{\s*"schemaVersion"/.test(text);
}

function jsonFilesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .toSorted();
  } catch {
    return [];
  }
}
