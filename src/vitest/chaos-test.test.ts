import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What Vitest, started anew in a folder of its own, tells of a test file there. */
interface Told {
  readonly exitCode: number;
  readonly output: string;
}

describe("chaosTest", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(root, ".chaos-test-"));
    mkdirSync(join(folder, "scenarios"));
    writeFileSync(
      join(folder, "world.chaos.ts"),
      worldOf("chaosTest(parcelWorld, { maxFaults: 1 });"),
    );
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("has a test for each invariant, and shows the smallest schedule at the line that called it", async () => {
    const { exitCode, output } = await runVitest(folder, ["--reporter=verbose"]);

    expect(exitCode).toBe(1);
    expect(output).toMatch(/✓ .*parcel > ends-after-faults-stop/);
    expect(output).toMatch(/✓ .*parcel > the same twice/);
    expect(output).toMatch(/✓ .*parcel > tried enough to tell/);
    expect(output).toMatch(/× .*parcel > at-most-one-parcel/);
    expect(output).toContain("✗ at-most-one-parcel");
    expect(output).toContain("shipping.create, 1st call: takes effect, but the reply is lost");
    expect(output).toMatch(/❯ world\.chaos\.ts:\d+:\d+/);
    expect(output).toContain("4| chaosTest(parcelWorld, { maxFaults: 1 });");
  }, 60_000);

  it("replays the scenarios of its world before it searches", async () => {
    const scenario = {
      version: 1,
      name: "two parcels",
      world: "parcel",
      input: { orderId: "o1", zip: "somewhere" },
      faults: [{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }],
      seed: 1,
      expect: { verdict: "held" },
    };
    const path = join(folder, "scenarios", "two-parcels.json");
    writeFileSync(path, JSON.stringify(scenario));
    const { output } = await runVitest(folder, ["--reporter=verbose"]);
    rmSync(path);

    expect(output).toMatch(/× .*parcel > scenarios\/two-parcels\.json/);
    expect(output).toContain("! not as expected");
  }, 60_000);

  it("does not pass where it did not try what it was asked to", async () => {
    writeFileSync(
      join(folder, "tame.chaos.ts"),
      worldOf("chaosTest(parcelWorld, { maxFaults: 3, budgetTrials: 10 });"),
    );
    const { output } = await runVitest(folder, ["--reporter=verbose", "tame"]);
    rmSync(join(folder, "tame.chaos.ts"));

    expect(output).toMatch(/× tame.*parcel > tried enough to tell/);
    expect(output).toContain("raise budgetTrials, or lower maxFaults");
  }, 60_000);

  it("refuses pools whose globals are not Node's", async () => {
    const { exitCode, output } = await runVitest(folder, ["--pool=vmThreads"]);

    expect(exitCode).toBe(1);
    expect(output).toContain("durable-chaos does not run in a vm context");
  }, 60_000);
});

function worldOf(call: string): string {
  return [
    'import { chaosTest } from "../src/vitest/index.ts";',
    'import { parcelWorld } from "../src/trial/parcel-world.test-support.ts";',
    "",
    call,
    "",
  ].join("\n");
}

async function runVitest(folder: string, args: readonly string[]): Promise<Told> {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: "1" };
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const own = ["run", "--root", folder, "--dir", folder, "--config", "none.ts"];
  writeFileSync(join(folder, "none.ts"), 'export default { test: { include: ["*.chaos.ts"] } };\n');
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [vitest, ...own, ...args],
      { cwd: folder, env },
    );
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, output: stdout + stderr };
  }
}
