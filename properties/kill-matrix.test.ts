import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expectationOf, explore, replay } from "../src/index.ts";
import { isAtLength } from "./at-length.ts";
import { isKept, keptKill, keptWorlds } from "./zoo/kept-kills.ts";
import { soundWorld, worldOf } from "./zoo/mutant-world.ts";
import type { Mutant } from "./zoo/mutant.ts";
import { mutants } from "./zoo/mutants.ts";
import { searchFor } from "./zoo/search-for.ts";

/** Without the blanks that line its columns up. */
const page = readFileSync(new URL("../docs/kill-matrix.md", import.meta.url), "utf8").replaceAll(
  / +/g,
  " ",
);

/** The nightly run searches for them as well. */
const isSearchedFor = (mutant: Mutant): boolean => isAtLength || !isKept(mutant);

describe("the hardened saga with one mistake", () => {
  it.each(mutants.filter(isSearchedFor))(
    "is caught: it $mistake",
    async (mutant) => {
      const { breaks } = mutant;
      const { findings } = await explore(await worldOf(mutant), {
        ...searchFor(mutant),
        stopAtFirst: true,
      });
      const broken = findings.map(({ bucket }) => bucket.invariant);

      expect(broken).not.toEqual([]);
      expect(breaks).toEqual(expect.arrayContaining(broken));
      expect(findings.every(({ bucket }) => bucket.tier === "saga")).toBe(true);
    },
    60_000,
  );

  it.each(mutants.filter(isKept))(
    "breaks what is meant in its kept scenario, where nothing breaks without it: it $mistake",
    async (mutant) => {
      const { breaks, setting } = mutant;
      const world = await worldOf(mutant);
      const kept = keptKill(world);
      const { result, missed } = await replay(world, kept);
      const { result: sound } = await replay(await soundWorld(setting), kept);

      expect(missed).toEqual([]);
      expect(expectationOf(result)).toEqual(kept.expect);
      const broken = result.violations.map(({ invariant }) => invariant);
      expect(broken).toContain(breaks[0]);
      expect(breaks).toEqual(expect.arrayContaining(broken));
      expect(sound.verdict).toBe("held");
    },
  );

  it("has its scenario kept where it is not searched for, and nothing else is kept", async () => {
    const worlds = await Promise.all(mutants.filter(isKept).map(worldOf));

    expect(keptWorlds().toSorted()).toEqual(worlds.map(({ name }) => name).toSorted());
  });

  it.each(mutants)("has its row in the matrix: it $mistake", ({ mistake, breaks }) => {
    expect(page).toContain(`| ${mistake} | \`${breaks[0]}\` | `);
  });

  it("is killed in some column of each row", () => {
    const [matrix = ""] = page.split("## By invariant");
    const rows = matrix
      .split("\n")
      .filter((line) => line.startsWith("| ") && line.includes("` | "));

    expect(rows).toHaveLength(mutants.length);
    expect(rows.filter((row) => !row.includes(" ms"))).toEqual([]);
  });
});

describe("the hardened saga without a mistake", () => {
  it.each(["slow carrier", "short holds"] as const)(
    "holds with the services that some mistakes need in order to show: %s",
    async (setting) => {
      const { findings } = await explore(await soundWorld(setting), {
        // More than a single fault those mistakes do not need.
        maxFaults: 1,
        maxOutages: 0,
        randomTrials: 0,
      });
      expect(findings.map(({ scenario }) => scenario.name)).toEqual([]);
    },
    60_000,
  );
});
