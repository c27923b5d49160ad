import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

describe("the version of Node", () => {
  it.each(["22.12.0", "24.0.1", "26.1.0"])("may be %s", (version) => {
    expect(started(version)).toMatchObject({ status: 0, stderr: "" });
  });

  it.each(["18.20.4", "20.20.2", "22.11.9"])(
    "may not be %s, which is said in one line",
    (version) => {
      expect(started(version)).toMatchObject({
        status: 2,
        stderr: `durable-chaos needs Node 22.12 or newer, but this is ${version}; install Node 24\n`,
      });
    },
  );
});

function started(version: string) {
  const file = new URL("node-version.ts", import.meta.url).href;
  const script = `import { refuseOldNode } from "${file}"; refuseOldNode("${version}");`;
  const args = ["--input-type=module", "--eval", script];
  return spawnSync(process.execPath, args, { encoding: "utf8" });
}
