import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

const main = join(inject("programs"), "main.js");
/** Only what is started as a user of this repository starts it prints commands for such a user. */
const source = fileURLToPath(new URL("main.ts", import.meta.url));
/** So much of a check that it finds something. */
const quick = ["--faults", "0", "--outages", "0", "--trials", "30"];

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "durable-chaos-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("durable-chaos in a process", { timeout: 60_000 }, () => {
  it("prints commands that work when pasted", () => {
    const { status, stdout } = startOf(source, quick);
    const commands = [...stdout.matchAll(/^ {0,2}(Replay|Keep|Again) {2,}(.*)$/gm)];

    expect(status).toBe(1);
    expect(commands.map(([, label]) => label)).toEqual(["Replay", "Keep", "Again"]);
    const ends = commands.map(([, label, command = ""]) => {
      const pasted = spawnSync(command, { cwd: folder, shell: true, encoding: "utf8" });
      const same = pasted.stdout === stdout ? "the same" : "other";
      return `${label} ends with ${pasted.status}, output is ${same}`;
    });
    expect(new Set(ends)).toEqual(
      new Set([
        "Replay ends with 1, output is other",
        "Keep ends with 0, output is other",
        "Again ends with 1, output is the same",
      ]),
    );
    expect(readdirSync(join(folder, "scenarios"))).toHaveLength(1);
  });

  it("ends with the code of whatever happened, and keeps results and everything else apart", () => {
    const { status, stdout, stderr } = start("replay", "missing.json");

    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toBe('cannot read "missing.json": there is no such file\n');
    expect(start("--version").status).toBe(0);
  });

  it("draws as wide as COLUMNS says", () => {
    const file = new URL(
      "../../scenarios/charge-reply-lost-until-retries-run-out.json",
      import.meta.url,
    );
    const widths = ["60", "120"].map((COLUMNS) => {
      const env = { ...process.env, COLUMNS };
      const args = [main, "show", fileURLToPath(file)];
      const { stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
      const axes = stdout.match(/^ +┬.*$/gm) ?? [];
      return Math.max(...axes.map((axis) => axis.length));
    });

    expect(widths[0]).toBeLessThanOrEqual(60);
    expect(widths[1]).toBeGreaterThan(80);
  });

  it("takes paths from where npm was started, and prints commands for there", () => {
    const typedIn = mkdtempSync(join(folder, "typed-in-"));
    writeFileSync(join(typedIn, "cut.json"), "{");
    const env = { ...process.env, npm_lifecycle_event: "chaos", INIT_CWD: typedIn };
    const said = (...args: readonly string[]) =>
      spawnSync(process.execPath, [main, ...args], { cwd: folder, env, encoding: "utf8" });

    expect(said("replay", "cut.json").stderr).toMatch(/^cut\.json:1:\d+: not JSON/);
    expect(said("--help").stdout).toContain("  npm run chaos -- check ");
  });
});

function start(...args: readonly string[]) {
  return startOf(main, args);
}

function startOf(program: string, args: readonly string[]) {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" });
}
