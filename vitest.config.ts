import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    pool: "forks",
    // Many tests start processes, and starting is compiling for the most part.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
    // Vitest leaves a core to whoever watches; on two cores that is half of them.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["src/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "properties", include: ["properties/**/*.test.ts"], testTimeout: 120_000 },
      },
    ],
  },
});
