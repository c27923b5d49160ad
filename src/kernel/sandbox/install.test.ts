import { execFileSync } from "node:child_process";
import { Console } from "node:console";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, inject, it } from "vitest";
import * as first from "./recording-realm.ts";

const kernel = join(import.meta.dirname, "..");

describe("the sandbox", () => {
  it("reaches names that modules imported before it was in place", () => {
    const program = `
      import { randomUUID } from "node:crypto";
      import { setTimeout as sleep } from "node:timers/promises";
      import { Console } from "node:console";
      const { simulate } = await import(${JSON.stringify(new URL("recording-realm.ts", import.meta.url).href)});
      const draw = () => simulate(async () => {
        await sleep(1000);
        new Console(process.stdout).log("not printed");
        return [randomUUID(), Date.now()];
      });
      const [one, other] = [await draw(), await draw()];
      console.log(JSON.stringify([one.result, other.result, one.realm.logged]));
    `;

    const [one, other, logged] = JSON.parse(runInNode(program));

    expect(one).toEqual([expect.any(String), 1_700_000_001_000]);
    expect(other).toEqual(one);
    expect(logged).toEqual(["log: not printed"]);
  });

  it("works twice in one process, as when two copies of a package are installed", async () => {
    const copy = join(inject("programs"), "kernel");
    cpSync(kernel, copy, { recursive: true });
    const second: typeof first = await import(
      pathToFileURL(join(copy, "sandbox/recording-realm.ts")).href
    );

    expect(second.simulate).not.toBe(first.simulate);
    for (const { simulate } of [first, second]) {
      const { realm, result } = await simulate(sleepAndLog);
      expect([result, realm.logged]).toEqual([1_700_000_005_000, ["log: awake"]]);
      expect(new Date().getTime()).toBeGreaterThan(1_700_000_005_000);
    }
  });
});

async function sleepAndLog(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  new Console(process.stdout).log("awake");
  return new Date().getTime();
}

function runInNode(program: string): string {
  const flags = ["--no-warnings", "--input-type=module", "--eval", program];
  return execFileSync(process.execPath, flags, { encoding: "utf8" });
}
