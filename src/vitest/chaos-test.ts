import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, test } from "vitest";
// Before any world, so that the code under test finds the patched globals.
import "../kernel/sandbox/install.ts";
import { renderDivergence } from "../report/divergence.ts";
import { renderFinding } from "../report/finding.ts";
import { renderReplay } from "../report/replay.ts";
import { type ExploreOptions, explore } from "../search/explore.ts";
import type { Exploration, Finding } from "../search/finding.ts";
import { replay } from "../trial/replay.ts";
import {
  expectationOf,
  parseScenario,
  renderScenario,
  sameExpectation,
} from "../trial/scenario.ts";
import { endsAfterFaultsStop } from "../trial/verdict.ts";
import type { World } from "../trial/world.ts";

/** How hard a chaos test tries, and where the scenarios are that it begins with. */
export interface ChaosTestOptions extends Partial<ExploreOptions> {
  /** Scenario files of this world in this folder are replayed first; `scenarios` unless told otherwise. */
  readonly scenarios?: string;
}

/** Less than a check from the command line does: a test is run more often. */
const testDefaults: Partial<ExploreOptions> = {
  maxFaults: 1,
  randomTrials: 1_000,
  budgetTrials: 50_000,
};

/**
 * Makes a suite of tests of a world: one for each scenario file of it, one for each of its invariants. All
 * share one search, which ends after a bounded number of trials, whatever Vitest's own timeout is. A test that fails shows the
 * smallest schedule, and points at the line that called this.
 *
 * @example
 * chaosTest(orderWorld, { maxFaults: 2, randomTrials: 2_000 });
 */
export function chaosTest<Input, Ledgers>(
  world: World<Input, Ledgers>,
  { scenarios = "scenarios", ...options }: ChaosTestOptions = {},
): void {
  const calledAt = callerOf(new Error("chaosTest"));
  const searched: World = world;
  describe(world.name, () => {
    for (const path of scenarioFiles(scenarios)) testScenario(searched, path);
    testInvariants(searched, { ...testDefaults, ...options }, calledAt);
  });
}

function testInvariants(
  world: World,
  options: Partial<ExploreOptions>,
  calledAt: string | undefined,
): void {
  let exploration: Exploration | undefined;
  // A hook that is cut off by a timeout would take the report with it; trials are what bounds a search.
  beforeAll(async () => {
    exploration = await explore(world, options);
  }, 0);
  for (const name of [...world.invariantNames, endsAfterFaultsStop]) {
    test(name, () => {
      const found = exploration?.findings.find((finding) => isOwn(finding, name));
      if (found === undefined) return;
      const path = save(found);
      const replayed = `npx vitest run -t ${JSON.stringify(name)}`;
      const keep = `mkdir -p scenarios && cp ${path} scenarios/`;
      throw failure(renderFinding(found, { replay: replayed, keep }), calledAt);
    });
  }
  test("the same twice", () => {
    const [divergence] = exploration?.divergences ?? [];
    if (divergence !== undefined) throw failure(renderDivergence(divergence), calledAt);
  });
  test("tried enough to tell", () => {
    const doubt = exploration === undefined ? "nothing was tried" : doubtOf(exploration);
    if (doubt !== undefined) throw failure(doubt, calledAt);
  });
}

/** Why tests that pass would say nothing, if so. */
function doubtOf({ counts, unseen, stopped }: Exploration): string | undefined {
  if (counts.trials <= counts.inconclusive * 2) {
    return `bounds cut off ${counts.inconclusive} of ${counts.trials} trials while faults were still striking`;
  }
  if (stopped === "budget") {
    return "not every schedule was tried that was asked for: raise budgetTrials, or lower maxFaults";
  }
  return unseen.length === 0
    ? undefined
    : `what must happen in some trial has not: ${unseen.join(", ")}; try more faults or trials`;
}

/** What AWS itself has ended is not for the code under test to prevent. */
function isOwn({ bucket }: Finding, name: string): boolean {
  return bucket.invariant === name && bucket.tier === "saga";
}

function testScenario(world: World, path: string): void {
  const text = readFileSync(path, "utf8");
  if (worldNameOf(text) !== world.name) return;
  test(path, async () => {
    const { scenario, placeOf } = parseScenario(text, path, [world]);
    const replayed = await replay(world, scenario);
    const isAsExpected = sameExpectation(expectationOf(replayed.result), scenario.expect);
    if (isAsExpected && replayed.missed.length === 0) return;
    throw failure(renderReplay(scenario, replayed, { trace: false, placeOf }), undefined);
  });
}

/** Where the command line leaves what it finds, too. */
const folderOfFindings = ".durable-chaos";

function save({ bucket, scenario }: Finding): string {
  const text = renderScenario(scenario);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const path = join(folderOfFindings, `${bucket.invariant}-${hash}.json`);
  mkdirSync(folderOfFindings, { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Of a file that may be broken: then it is this world's to complain about. */
function worldNameOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly world?: unknown } | null)?.world;
  } catch {
    return undefined;
  }
}

function scenarioFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => join(folder, name));
}

/** An error whose only frame is where the user asked for the test: what Vitest shows code of. */
function failure(report: string, calledAt: string | undefined): Error {
  const error = new Error(`\n${report}`);
  error.name = "ChaosFailure";
  error.stack = calledAt === undefined ? error.message : `${error.message}\n${calledAt}`;
  return error;
}

function callerOf({ stack = "" }: Error): string | undefined {
  return stack
    .split("\n")
    .find((line) => line.startsWith("    at ") && !line.includes(import.meta.filename));
}
