import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, inject, it } from "vitest";

it("a worker that starts after its supervisor has died leaves nothing behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "durable-chaos-"));
  const position = join(folder, "position");
  const program = (name: string): string => join(inject("programs"), name);
  const worldsModule = pathToFileURL(program("troubled-worlds.test-support.js")).href;
  const worker = fork(program("worker.js"), [position, worldsModule], { stdio: "ignore" });
  worker.disconnect();
  const [code] = await once(worker, "exit");
  const isLeft = existsSync(position);
  rmSync(folder, { recursive: true });

  expect(code).toBe(0);
  expect(isLeft).toBe(false);
});
