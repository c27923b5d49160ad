import { UsageError } from "../kernel/errors.ts";
import { onOneLine } from "../kernel/plain-text.ts";
import { didYouMean } from "../report/nearest.ts";
import type { World } from "../trial/world.ts";

const longestName = 80;

/** The world of that name, or the first; `commands` are what else the name may have been meant as. */
export function knownWorld(
  worlds: readonly World[],
  name: string | undefined,
  commands: readonly string[] = [],
): World {
  const world = name === undefined ? worlds[0] : worlds.find((known) => known.name === name);
  if (world !== undefined) return world;
  const known = worlds.map((one) => one.name);
  const meant = didYouMean(name ?? "", [...known, ...commands]);
  const what = commands.length === 0 ? "world" : "world or command";
  const suggestion = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  throw new UsageError(
    `there is no ${what} "${onOneLine(String(name), longestName)}".${suggestion} Known worlds: ${known.join(", ")}`,
  );
}
