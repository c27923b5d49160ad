import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FakeTerminal } from "../fake-terminal.test-support.ts";
import { runProgram } from "../program.ts";
import { Workplace } from "./program-process.test-support.ts";

// Processes are started; on a machine that is busy with other things that takes a while.
vi.setConfig({ testTimeout: 120_000 });

describe("report merge", () => {
  let place: Workplace;

  beforeAll(async () => {
    place = new Workplace();
    await shard(place, "1/3", "a.db");
    await shard(place, "3/3", "c.db");
  });

  afterAll(() => place.remove());

  it("joins shards, names those that are missing, and writes the scenarios that it names", async () => {
    const to = ["--json", "merged.json", "--save", "merged"];
    const { code, stderr } = await place.run("report", "merge", "c.db", "a.db", ...to);

    expect(code).toBe(0);
    expect(stderr).toContain("shards that are missing: 2 of 3");
    const { campaign, worlds, findings } = place.report("merged.json");
    expect(campaign.shards).toEqual([
      { index: 1, of: 3 },
      { index: 3, of: 3 },
    ]);
    // Two thirds of eight stints of 11 trials, the last of which is short.
    expect(worlds[0]?.trials).toBe(55);
    expect(findings.length).toBeGreaterThan(0);
    for (const { file } of findings) expect(existsSync(join(place.folder, file))).toBe(true);
  });

  it("takes no shard twice, no other campaign, and nothing that is no store", async () => {
    copyFileSync(join(place.folder, "a.db"), join(place.folder, "twin.db"));
    await shard(place, "2/3", "other.db", "--families", "crash");
    writeFileSync(join(place.folder, "text.db"), "no database");

    const at = (name: string) => join(place.folder, name);
    const refusals = [
      ["twin.db", `"${at("a.db")}" and "${at("twin.db")}" are both shard 1/3`],
      ["other.db", `"${at("other.db")}" and "${at("a.db")}" are not of one campaign`],
      ["text.db", `"${at("text.db")}" is not a campaign store`],
      ["none.db", `cannot read "${at("none.db")}": there is no such file`],
    ] as const;
    for (const [other, message] of refusals) {
      const terminal = new FakeTerminal();
      const args = ["report", "merge", at("a.db"), at(other), "--json", "merged.json"];
      const code = await runProgram(args, terminal, []);

      expect(terminal.notes.join("\n")).toContain(message);
      expect(code).toBe(2);
      expect(terminal.files.size).toBe(0);
    }
  });
});

async function shard(
  place: Workplace,
  part: string,
  store: string,
  ...more: readonly string[]
): Promise<void> {
  const args = ["--seed", "1", "--trials", "88", "--workers", "1", "--shard", part];
  await place.run("fuzz", "steady", ...args, "--store", store, "--save", `of-${store}`, ...more);
}
