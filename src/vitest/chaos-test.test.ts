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

const lostReply = {
  version: 1,
  name: "two parcels",
  world: "parcel",
  input: { orderId: "o1", zip: "somewhere" },
  faults: [{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }],
  seed: 1,
  expect: { verdict: "held" },
};

describe("chaosTest", { timeout: 60_000 }, () => {
  let folder = "";
  let told: Told;

  beforeAll(async () => {
    folder = mkdtempSync(join(root, ".chaos-test-"));
    mkdirSync(join(folder, "scenarios"));
    writeFileSync(join(folder, "scenarios/two-parcels.json"), JSON.stringify(lostReply));
    const calls = {
      world: "chaosTest(parcelWorld, { maxFaults: 1, randomTrials: 20 });",
      tame: "chaosTest(parcelWorld, { maxFaults: 3, budgetTrials: 10, randomTrials: 20 });",
    };
    for (const [name, call] of Object.entries(calls)) {
      writeFileSync(join(folder, `${name}.chaos.ts`), worldOf(call));
    }
    told = await runVitest(folder, ["--reporter=verbose"]);
  }, 60_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("has a test for each invariant, and shows the smallest schedule at the line that called it", () => {
    const { exitCode, output } = told;

    expect(exitCode).toBe(1);
    expect(output).toMatch(/✓ world.*parcel > ends-after-faults-stop/);
    expect(output).toMatch(/✓ world.*parcel > the same twice/);
    expect(output).toMatch(/✓ world.*parcel > tried enough to tell/);
    expect(output).toMatch(/× world.*parcel > at-most-one-parcel/);
    const failure = output
      .split(" FAIL ")
      .find((part) => /^ *world.*> at-most-one-parcel/.test(part));
    expect(failure).toContain("✗ at-most-one-parcel");
    expect(failure).toContain("shipping.create, 1st call: takes effect, but the reply is lost");
    expect(failure).toMatch(/❯ world\.chaos\.ts:\d+:\d+/);
    expect(failure).toContain("4| chaosTest(parcelWorld, { maxFaults: 1, randomTrials: 20 });");
  });

  it("replays the scenarios of its world before it searches", () => {
    const { output } = told;

    expect(output).toMatch(/× world.*parcel > scenarios\/two-parcels\.json/);
    expect(output).toContain("! not as expected");
    const [replayed, searched] = ["two-parcels.json", "at-most-one-parcel"].map((title) =>
      output.search(new RegExp(`× world.*parcel > .*${title}`)),
    );
    expect(replayed).toBeLessThan(Number(searched));
  });

  it("does not pass where it did not try what it was asked to", () => {
    expect(told.output).toMatch(/× tame.*parcel > tried enough to tell/);
    expect(told.output).toContain("raise budgetTrials, or lower maxFaults");
  });

  it("refuses pools whose globals are not Node's", async () => {
    const { exitCode, output } = await runVitest(folder, ["--pool=vmThreads", "world"]);

    expect(exitCode).toBe(1);
    expect(output).toContain("durable-chaos does not run in a vm context");
  });
});

function worldOf(call: string): string {
  return [
    'import { chaosTest } from "../.vitest/vitest/index.js";',
    'import { parcelWorld } from "../.vitest/vitest/parcel-world.js";',
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
  // One worker for both files, since what takes the time is to load what they test.
  const settings = { include: ["*.chaos.ts"], isolate: false, maxWorkers: 1 };
  // A bundle of ours, which Vitest does not transform, as it transforms no package.
  const server = "server: { deps: { external: [/\\/\\.vitest\\//] } }";
  const config = `export default { test: { ...${JSON.stringify(settings)}, ${server} } };\n`;
  writeFileSync(join(folder, "none.ts"), config);
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
