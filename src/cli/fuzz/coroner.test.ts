import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { usualFamilies } from "../../faults/fault.ts";
import { Coroner } from "./coroner.ts";
import type { StintJob } from "./messages.ts";
import type { WorkerDeath } from "./worker-process.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "durable-chaos-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const worldsModule = new URL("troubled-worlds.test-support.ts", import.meta.url);

/** A world that does no harm to its process. */
const work: StintJob = {
  kind: "stint",
  task: {
    stint: { order: 0, world: "steady", number: 0, trials: 4, firstTrial: 1 },
    seed: "blame",
    families: usualFamilies,
    skipped: [],
    until: 4,
    unshrunk: [],
    confirmed: [],
  },
};

function endBy(how: string): WorkerDeath {
  const position = { beat: 1, trial: 2, stage: "exploring", pid: 1 } as const;
  return { kind: "died", death: "crash", how, position };
}

async function blamed(how: string, deaths: number): Promise<boolean> {
  const settings = { worldsModule, hangMs: 20_000 };
  const coroner = new Coroner(join(folder, "campaign.db"), settings, () => {});
  return (await coroner.blame(work, endBy(how), deaths)) !== undefined;
}

describe("a trial that does no harm alone", { timeout: 60_000 }, () => {
  it.each([
    ["is not to blame for two deaths", "exit code 1", 2, false],
    ["is to blame for a third one", "exit code 1", 3, true],
    ["is not to blame for three workers that were killed from outside", "SIGKILL", 3, false],
    ["is to blame where that happens ten times in the same trial", "SIGKILL", 10, true],
  ] as const)("%s", async (_does, how, deaths, isBlamed) => {
    expect(await blamed(how, deaths)).toBe(isBlamed);
  });
});
