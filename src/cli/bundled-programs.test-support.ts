/*
 * Programs that tests start as processes, each bundled anew before the tests begin. To load the hundreds of files that a
 * program is made of takes longer than most tests let it run, and there are more than a hundred starts.
 */
import { join } from "node:path";
import { rolldown } from "rolldown";
import type { TestProject } from "vitest/node";

const root = join(import.meta.dirname, "../..");
const target = join(root, ".vitest");

/** Their places, as programs find by them what they need: their workers, their worlds, and the manifest. */
const programs = {
  "cli/main": "src/cli/main.ts",
  "cli/worker": "src/cli/fuzz/worker.ts",
  "worlds/worlds": "src/worlds/worlds.ts",
  "cli/fuzz-main": "src/cli/fuzz/fuzz-main.test-support.ts",
  "cli/troubled-worlds.test-support": "src/cli/fuzz/troubled-worlds.test-support.ts",
  "cli/wrong-main": "src/cli/wrong-main.test-support.ts",
  "vitest/index": "src/vitest/index.ts",
  "vitest/parcel-world": "src/trial/parcel-world.test-support.ts",
  "cli/print-hashes": "properties/determinism/print-hashes.ts",
  "cli/measure-heap": "properties/heap/measure-heap.ts",
};

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of bundled programs: main.js, fuzz-main.js, wrong-main.js, print-hashes.js, measure-heap.js. */
    programs: string;
  }
}

/** Vitest calls this before the first test; where it watches, programs are bundled again before each run. */
export async function setup(project: TestProject): Promise<void> {
  await bundlePrograms();
  project.onTestsRerun(bundlePrograms);
  project.provide("programs", join(target, "cli"));
}

async function bundlePrograms(): Promise<void> {
  // Not even the SDK is external: what stays outside is loaded first, before the sandbox is in place.
  const bundle = await rolldown({
    cwd: root,
    input: programs,
    external: ["vitest"],
    platform: "node",
    // jsonc-parser is a bundle of its own otherwise, whose parts are not found.
    resolve: { mainFields: ["module", "main"] },
  });
  await bundle.write({
    dir: target,
    chunkFileNames: "cli/[name].js",
    // Whatever is not code takes a tenth of a start to read. Names stay: errors are known by theirs.
    comments: false,
    minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
}
