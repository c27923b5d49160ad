import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    pool: "forks",
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
