import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, inject, it } from "vitest";

const kernel = join(import.meta.dirname, "..");

describe("the sandbox", () => {
  it("reaches names that modules imported before it was in place", () => {
    const program = `
      import { randomUUID } from "node:crypto";
      import { setTimeout as sleep } from "node:timers/promises";
      import { Console } from "node:console";
      const { simulate } = await import(${JSON.stringify(realmIn(kernel))});
      const draw = () => simulate(async () => {
        await sleep(1000);
        new Console(process.stdout).log("not printed");
        return [randomUUID(), Date.now()];
      });
      const [first, second] = [await draw(), await draw()];
      console.log(JSON.stringify([first.result, second.result, first.realm.logged]));
    `;

    const [first, second, logged] = JSON.parse(runInNode(program));

    expect(first).toEqual([expect.any(String), 1_700_000_001_000]);
    expect(second).toEqual(first);
    expect(logged).toEqual(["log: not printed"]);
  });

  it("works twice in one process, as when two copies of a package are installed", ({
    onTestFinished,
  }) => {
    const copy = mkdtempSync(join(inject("programs"), "kernel-"));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    cpSync(kernel, copy, { recursive: true });
    const program = `
      import { Console } from "node:console";
      const first = await import(${JSON.stringify(realmIn(kernel))});
      const second = await import(${JSON.stringify(realmIn(copy))});
      const awake = [];
      for (const { simulate } of [first, second]) {
        const { realm, result } = await simulate(async () => {
          await new Promise((resolve) => setTimeout(resolve, 5_000));
          new Console(process.stdout).log("awake");
          return new Date().getTime();
        });
        awake.push([result, realm.logged, new Date().getTime() > result]);
      }
      console.log(JSON.stringify([first.simulate === second.simulate, awake]));
    `;

    const [isSame, awake] = JSON.parse(runInNode(program));

    expect(isSame).toBe(false);
    const once = [1_700_000_005_000, ["log: awake"], true];
    expect(awake).toEqual([once, once]);
  });
});

function realmIn(folder: string): string {
  return pathToFileURL(join(folder, "sandbox/recording-realm.ts")).href;
}

function runInNode(program: string): string {
  const flags = ["--no-warnings", "--input-type=module", "--eval", program];
  return execFileSync(process.execPath, flags, { encoding: "utf8" });
}
