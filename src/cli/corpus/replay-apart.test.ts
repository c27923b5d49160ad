import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { type Scenario, renderScenario } from "../../trial/scenario.ts";
import { orderAsPublished } from "../../worlds/order-as-published.ts";
import { FakeTerminal } from "../fake-terminal.test-support.ts";
import { runProgram } from "../program.ts";
import type { Started } from "../terminal.ts";
import { lostCharge } from "./corpus-shelf.test-support.ts";

const program = join(inject("programs"), "wrong-main.js");

describe("scenarios that nobody has asked for by name", { timeout: 60_000 }, () => {
  it("may end the process that they are replayed in: the others are listed all the same", () => {
    const folder = mkdtempSync(join(tmpdir(), "durable-chaos-"));
    mkdirSync(join(folder, ".durable-chaos"));
    for (const [file, world] of [
      ["1.json", "nothing-wrong"],
      ["2.json", "kills-its-process"],
      ["3.json", "kills-its-process"],
      ["4.json", "nothing-wrong"],
    ] as const) {
      writeFileSync(join(folder, ".durable-chaos", file), scenarioOf(world));
    }

    const listed = spawnSync(process.execPath, [program, "corpus", "list"], {
      cwd: folder,
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });

    expect(listed.status).toBe(0);
    expect(listed.stdout.match(/^. .*json$/gm)).toEqual([
      expect.stringMatching(/^✗ [0-9a-f]{8} {2}.durable-chaos\/1.json$/),
      "! ????????  .durable-chaos/2.json",
      "! ????????  .durable-chaos/3.json",
      expect.stringMatching(/^✗ [0-9a-f]{8} {2}.durable-chaos\/4.json$/),
    ]);
    expect(listed.stdout).toContain("when it is replayed, its process ends with SIGKILL");
  });

  it("may stand still: their process is ended, and another one goes on", async () => {
    const terminal = new StandingTerminal({
      ".durable-chaos/a.json": "{",
      "scenarios/b.json": "[]",
    });
    terminal.program = (args, other) => runProgram(args, other, [orderAsPublished]);
    const code = await runProgram(["corpus", "list"], terminal, [orderAsPublished]);

    expect(code).toBe(0);
    expect(terminal.output).toContain("when it is replayed, it stands still");
    expect(terminal.output).toContain("scenarios/b.json:1:1: Invalid input");
  });

  it("are not removed for that", async () => {
    const files = { ".durable-chaos/a.json": lostCharge() };
    const terminal = new StandingTerminal(files);
    await runProgram(["corpus", "prune"], terminal, [orderAsPublished]);

    expect(Object.fromEntries(terminal.files)).toEqual(files);
    expect(terminal.output).toContain("removed 0 scenarios, kept 1");
  });
});

/** The first process that it starts stands still before it has said anything. */
class StandingTerminal extends FakeTerminal {
  #started = 0;

  override async startAgain(args: readonly string[]): Promise<Started> {
    this.#started++;
    if (this.#started > 1) return super.startAgain(args);
    return { ending: { kind: "quiet" }, printed: "", noted: "" };
  }
}

function scenarioOf(world: string): string {
  const scenario: Scenario = {
    version: 1,
    name: "no-charge is broken by no fault at all",
    world,
    input: "order",
    faults: [],
    seed: 1,
    expect: { verdict: "violated", invariants: ["no-charge"] },
  };
  return renderScenario(scenario);
}
