import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What tests do here to their process would stay for the next file. */
const apart = ["src/kernel/sandbox/uncaught.test.ts"];

/** Files that search, or start processes, take seconds; all others take milliseconds. */
const long = /\/(?:properties\/[^/]+|src\/(?:cli|search|vitest)\/.+)\.test\.ts$/;

/** Begins each project with what takes long, so that in the end no worker waits for another one's last file. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- this is Vitest's own method, of no array
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const place = ({ project, moduleId }: TestSpecification): number =>
      2 * projects.indexOf(project.name) + (long.test(moduleId) ? 0 : 1);
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    pool: "forks",
    // Node runs TypeScript as it is. Vite's runner makes each use of an import a look into an object: a twentieth of the time.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Vitest leaves a core to whoever watches; on two cores that is half of them.
    maxWorkers: "100%",
    sequence: { sequencer: LongFirst },
    globalSetup: "src/cli/bundled-programs.test-support.ts",
    // Many tests start processes, and starting is compiling for the most part.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
    projects: [
      { extends: true, test: { name: "apart", include: apart } },
      // What most files take is the time to load what they test, and to compile it: those of a worker share it.
      {
        extends: true,
        test: {
          name: "shared",
          include: ["src/**/*.test.ts", "properties/**/*.test.ts"],
          exclude: apart,
          isolate: false,
          // Searches take seconds, and several times as long on a machine that is busy.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
