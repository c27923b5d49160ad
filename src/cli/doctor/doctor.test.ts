import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { FakeTerminal } from "../fake-terminal.test-support.ts";
import { runProgram } from "../program.ts";
import type { Terminal } from "../terminal.ts";
import { handlerWorlds } from "../wrong-worlds.test-support.ts";

const program = join(inject("programs"), "wrong-main.js");

interface Told {
  readonly kind: string;
  readonly subject: string;
  readonly said: string;
  readonly advice?: string;
  readonly evidence?: readonly string[];
}

// Node 22 cannot tell where real I/O started.
const tellsWhere = Number.parseInt(process.versions.node, 10) >= 24;

describe("doctor", { timeout: 120_000 }, () => {
  const told: Told[] = [];
  const codes: (number | null)[] = [];

  beforeAll(async () => {
    const { status, stdout } = start("doctor", "--json", "--trials", "5");
    codes.push(status);
    told.push(...toldIn(stdout));
    // Here, where the engine has files of its own, which a bundle does not.
    const terminal = new FakeTerminal();
    const here = async (args: readonly string[], other: Terminal) =>
      runProgram(args, other, handlerWorlds);
    terminal.program = here;
    codes.push(await here(["doctor", "--json", "--trials", "5"], terminal));
    told.push(...toldIn(terminal.output));
  }, 120_000);

  it("ends with 3 where a world is not deterministic", () => {
    expect(codes).toEqual([3, 3]);
  });

  it("finds that this machine is well", () => {
    expect(told.slice(0, 3).map(({ kind, subject }) => [kind, subject])).toEqual([
      ["well", "Node"],
      ["well", "SDK"],
      ["well", "Sandbox"],
    ]);
  });

  it("says nothing against a world that is well", () => {
    expect(of("nothing-wrong")).toEqual([
      {
        kind: "well",
        subject: "nothing-wrong",
        said: "6 trials the same in two processes, and again in reverse order",
      },
    ]);
  });

  it("tells apart what outlives a trial, and where it shows first", () => {
    const [diagnosis] = of("counts-executions");

    expect(diagnosis?.said).toBe(
      "a trial was another one when it was run again in the same process",
    );
    expect(diagnosis?.evidence?.[1]).toBe("first difference, event 2");
    expect(diagnosis?.evidence?.[2]).toContain('key: "key-1"');
    expect(diagnosis?.advice).toContain("a variable of a module");
  });

  it.each(["knows-when-it-was-loaded", "knows-its-process"])(
    "sees by two processes what one alone hides: %s",
    (name) => {
      const [diagnosis, ...others] = of(name);

      expect(diagnosis?.kind).toBe("ill");
      expect(diagnosis?.said).toBe("trial 0 was another one in another process");
      expect(diagnosis?.evidence?.[0]).toBe("first difference, event 2");
      expect(diagnosis?.evidence?.[1]).toMatch(/key: "key-\d+"/);
      expect(others).toEqual([]);
    },
  );

  it.skipIf(!tellsWhere)(
    "names the place where a handler reads what is real, without the engine behind it",
    () => {
      const [diagnosis] = of("reads-a-file");
      const places = diagnosis?.evidence ?? [];

      expect(diagnosis?.kind).toBe("ill");
      expect(diagnosis?.said).toMatch(/started real I\/O \(FSREQ\w+\)/);
      expect(places.some((place) => place.includes("wrong-worlds.test-support.ts:"))).toBe(true);
      expect(places.filter((place) => /run-handler|src\/trial|src\/kernel/.test(place))).toEqual(
        [],
      );
    },
  );

  it.each([
    ["asks-for-the-date", "depends on the date"],
    ["throws-dice", "depends on chance"],
    ["asks-for-node", "depends on the version of Node"],
  ])("warns of a handler that is the same each time, but %s", (name, said) => {
    const [sameness, dependence] = of(name);

    expect([sameness?.kind, dependence?.kind]).toEqual(["well", "frail"]);
    expect(dependence?.said).toContain(said);
    expect(dependence?.advice).not.toBe("");
  });

  it("goes on behind a world that takes its process with it", () => {
    const [diagnosis] = of("kills-its-process");

    expect(diagnosis?.kind).toBe("ill");
    expect(diagnosis?.said).toContain("a process with its trials ended with SIGKILL");
  });

  it("looks at one world if asked, and ends with 0 where all is well", () => {
    const { status, stdout } = start("doctor", "nothing-wrong", "--trials", "1");

    expect(status).toBe(0);
    expect(stdout.split("\n").at(-2)).toBe(
      "✓ nothing-wrong  2 trials the same in two processes, and again in reverse order",
    );
  });

  function of(subject: string): readonly Told[] {
    return told.filter((diagnosis) => diagnosis.subject === subject);
  }
});

function start(...args: readonly string[]) {
  return spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
}

function toldIn(printed: string): readonly Told[] {
  const report: { readonly diagnoses: readonly Told[] } = JSON.parse(
    printed.slice(printed.indexOf("{\n")),
  );
  return report.diagnoses;
}
