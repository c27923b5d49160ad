import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, inject, it } from "vitest";

describe("the same seeds give the same bytes", () => {
  let bytes = "";

  beforeAll(async () => {
    bytes = await hashesOf({});
  }, 60_000);

  it("in one process for all of them", () => {
    const hashes = bytes.trimEnd().split("\n");

    expect(hashes).toHaveLength(trials);
    // Seeds differ from each other, or equal hashes would say nothing.
    expect(new Set(hashes.map((line) => line.split(" ").at(-1))).size).toBeGreaterThan(trials / 2);
  });

  it("in another process, in another time zone and language, and in reverse order", async () => {
    const environment = { TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" };

    expect(await hashesOf({ environment, order: "backwards" })).toBe(bytes);
  });
});

const trials = 90;

interface Circumstances {
  readonly order?: "forwards" | "backwards";
  readonly environment?: Readonly<Record<string, string>>;
}

async function hashesOf({ order = "forwards", environment }: Circumstances): Promise<string> {
  const script = join(inject("programs"), "print-hashes.js");
  const child = spawn(process.execPath, [script, String(trials), order], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [printed, [exitCode]] = await Promise.all([text(child.stdout), once(child, "close")]);
  expect(exitCode).toBe(0);
  return printed;
}
