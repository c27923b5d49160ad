/*
 * Runs the same seeds on every supported Node and compares the bytes: `npm run determinism [trials]`.
 * The Nodes come from the npm registry, as packages that hold nothing but the program.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { text } from "node:stream/consumers";

const versions = ["22.23.3", "24.21.0", "26.10.0"];
const [trials = "3000"] = process.argv.slice(2);

const printed = new Map<string, string>();
for (const version of versions) {
  const lines = await hashesOn(version);
  printed.set(version, lines);
  for (const [world, hash] of hashByWorld(lines)) console.log(`Node ${version}  ${hash}  ${world}`);
}

const [reference, ...others] = printed.values();
const isSame = others.every((lines) => lines === reference);
console.log(isSame ? "\nthe same bytes everywhere" : `\n! ${firstDifference()}`);
process.exitCode = isSame ? 0 : 3;

async function hashesOn(version: string): Promise<string> {
  const script = new URL("print-hashes.ts", import.meta.url).pathname;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const runtime = `--package=node-${platform}-${process.arch}@${version}`;
  // Node 22 needs to be told that it may run TypeScript; the later ones know.
  const node = ["node", "--experimental-strip-types", "--no-warnings", script, trials, "forwards"];
  const child = spawn("npm", ["exec", "--yes", runtime, "--", ...node], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [lines, [exitCode]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (exitCode !== 0) throw new Error(`Node ${version} ended with code ${exitCode}`);
  return lines;
}

/** The hash over all seeds of each world; a line reads `world seed hash`. */
function hashByWorld(lines: string): ReadonlyMap<string, string> {
  const byWorld = new Map<string, string[]>();
  for (const line of lines.trimEnd().split("\n")) {
    const [world = ""] = line.split(" ");
    byWorld.set(world, [...(byWorld.get(world) ?? []), line]);
  }
  return new Map(
    [...byWorld].map(([world, all]) => {
      const hash = createHash("sha256").update(all.join("\n")).digest("hex").slice(0, 16);
      return [`${world}, ${all.length} seeds`, hash] as const;
    }),
  );
}

function firstDifference(): string {
  const [one = [], ...rest] = Array.from(printed.values(), (lines) => lines.split("\n"));
  const other = rest.find((lines) => lines.join() !== one.join()) ?? [];
  const index = one.findIndex((line, position) => line !== other[position]);
  return `${one[index]} differs from ${other[index]}`;
}
