import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    pool: "forks",
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
