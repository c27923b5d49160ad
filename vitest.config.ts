import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** What a test does here to its process, or to its modules, would stay for the next file. */
const apart = ["src/kernel/sandbox/*.test.ts"];

const properties = { include: ["properties/**/*.test.ts"], testTimeout: 120_000 };

export default defineConfig({
  test: {
    pool: "forks",
    // Vitest leaves a core to whoever watches; on two cores that is half of them.
    maxWorkers: "100%",
    // Many tests start processes, and starting is compiling for the most part.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
    projects: [
      // What most files take is the time to load what they test: those of a worker share it.
      {
        extends: true,
        test: { name: "unit", include: ["src/**/*.test.ts"], exclude: apart, isolate: false },
      },
      { extends: true, test: { name: "apart", include: apart } },
      { extends: true, test: { name: "properties", ...properties, isolate: false } },
    ],
  },
});
