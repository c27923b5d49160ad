import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, inject, it } from "vitest";

const program = join(inject("programs"), "wrong-worlds.js");
const source = fileURLToPath(new URL("../wrong-worlds.test-support.ts", import.meta.url));

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
  let told: readonly Told[] = [];
  let code: number | null = null;

  beforeAll(() => {
    const { status, stdout } = start("doctor", "--json", "--trials", "5");
    code = status;
    told = toldIn(stdout);
  }, 120_000);

  it("ends with 3 where a world is not deterministic", () => {
    expect(code).toBe(3);
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
      // From its sources, as the engine is known by the name of a file, which a bundle does not have.
      const { stdout } = startOf(source, ["doctor", "reads-a-file", "--json", "--trials", "1"]);
      const diagnosis = toldIn(stdout).find(({ subject }) => subject === "reads-a-file");
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
  return startOf(program, args);
}

function startOf(file: string, args: readonly string[]) {
  return spawnSync(process.execPath, [file, ...args], { encoding: "utf8" });
}

function toldIn(printed: string): readonly Told[] {
  const report: { readonly diagnoses: readonly Told[] } = JSON.parse(
    printed.slice(printed.indexOf("{\n")),
  );
  return report.diagnoses;
}
