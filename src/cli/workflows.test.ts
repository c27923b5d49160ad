import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { worlds } from "../worlds/worlds.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { runProgram } from "./program.ts";

const texts = z.record(z.string(), z.union([z.string(), z.number()])).default({});
const workflowSchema = z.object({
  permissions: z.record(z.string(), z.string()),
  env: texts,
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()).optional(),
      steps: z.array(
        z.object({ run: z.string().optional(), uses: z.string().optional(), env: texts }),
      ),
    }),
  ),
});

const workflowsFolder = new URL("../../.github/workflows/", import.meta.url);
const names = readdirSync(workflowsFolder).filter((name) => name.endsWith(".yml"));

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "durable-chaos-"));
  for (const path of ["shards/shard-1/shard-1.db", "shards/shard-2/shard-2.db"]) put(path, "");
  put("campaign/summary.md", "a summary\n");
  put("campaign/issues/0a1b2c3d.md", "durable-chaos 0a1b2c3d: it breaks\n\nthe body\n");
  // Written down word by word, however a shell has taken them apart.
  stub("npm", 'printf "%s\\n" "$#" "$@" >> commands.txt; exit "${NPM_CODE:-0}"');
  stub("gh", 'printf "%s\\n" "$*" >> issues.txt; case "$2" in list) echo "$FOUND" ;; esac');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe.each(names)("the workflow %s", (name) => {
  const { permissions, env, jobs } = workflowSchema.parse(
    parse(readFileSync(new URL(name, workflowsFolder), "utf8")),
  );

  it("may write nothing but issues, and that in one job", () => {
    const granted = Object.values(jobs).flatMap((job) => Object.entries(job.permissions ?? {}));

    expect(permissions).toEqual({ contents: "read" });
    expect(granted.filter(([, level]) => level === "write").map(([what]) => what)).toEqual(
      name === "nightly.yml" ? ["issues"] : [],
    );
  });

  it("takes no text into a script but by the environment", () => {
    const scripts = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run }) => run ?? []),
    );

    expect(scripts.filter((run) => run.includes("${{"))).toEqual([]);
  });

  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const scripts = steps.flatMap((step) =>
    step.run?.includes("npm run chaos") === true
      ? [{ run: step.run, variables: filledIn({ ...env, ...step.env }) }]
      : [],
  );

  it.each(scripts)("runs commands that there are: $run", async ({ run, variables }) => {
    const { status, stderr } = bash(run, variables);
    const commands = commandsIn(readFileSync(join(folder, "commands.txt"), "utf8"));
    const refusals = await Promise.all(commands.map((words) => refusalOf(words)));

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(commands.length).toBeGreaterThan(0);
    expect(refusals.filter((refusal) => refusal !== undefined)).toEqual([]);
  });
});

describe("the night's shell", () => {
  const { jobs } = workflowSchema.parse(
    parse(readFileSync(new URL("nightly.yml", workflowsFolder), "utf8")),
  );
  const runOf = (part: string) =>
    Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .find(({ run }) => run?.includes(part) === true)?.run ?? "";

  it.each([
    [
      "opens an issue for what is new",
      "",
      ["issue create --title durable-chaos 0a1b2c3d: it breaks --body-file body.md"],
    ],
    ["brings an open one up to date", "12 ", ["issue edit 12 --body-file body.md"]],
    [
      "opens one again that was closed as done",
      "12 COMPLETED",
      ["issue edit 12 --body-file body.md", "issue reopen 12"],
    ],
    [
      "leaves one closed that nobody means to mend",
      "12 NOT_PLANNED",
      ["issue edit 12 --body-file body.md"],
    ],
  ])("%s", (_, found, expected) => {
    const { status } = bash(runOf("gh issue create"), { FOUND: found });
    const [list = "", ...others] = readFileSync(join(folder, "issues.txt"), "utf8")
      .trim()
      .split("\n");

    expect(status).toBe(0);
    expect(list).toMatch(/^issue list --state all --search 0a1b2c3d in:title /);
    expect(others).toEqual(expected);
    expect(readFileSync(join(folder, "body.md"), "utf8")).toBe("the body\n");
  });

  it("does nothing where nothing is new", () => {
    rmSync(join(folder, "campaign/issues"), { recursive: true });

    expect(bash(runOf("gh issue create"), {}).status).toBe(0);
    expect(readdirSync(folder)).not.toContain("issues.txt");
  });

  it("goes on with what fuzzing found, and stops where it did not run", () => {
    const ends = [0, 1, 2, 3, 5, 70, 130].map(
      (code) => bash(runOf("chaos -- fuzz"), { NPM_CODE: String(code) }).status,
    );

    expect(ends).toEqual([0, 0, 2, 0, 0, 70, 130]);
  });

  it("shows the summary and fails when something is new", () => {
    const { status } = bash(runOf("report ci"), { NPM_CODE: "1" });

    expect(status).toBe(1);
    expect(readFileSync(join(folder, "step-summary.md"), "utf8")).toBe("a summary\n");
  });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function stub(name: string, script: string): void {
  put(`bin/${name}`, `#!/usr/bin/env bash\n${script}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** Runs a script as GitHub does. */
function bash(script: string, variables: Readonly<Record<string, string>>) {
  const PATH = `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`;
  const GITHUB_STEP_SUMMARY = join(folder, "step-summary.md");
  const env = { PATH, GITHUB_STEP_SUMMARY, ...variables };
  return spawnSync("bash", ["--noprofile", "--norc", "-e", "-c", script], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
}

/** What GitHub would put there in some night. */
function filledIn(
  variables: Readonly<Record<string, string | number>>,
): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, string>> = {
    "inputs.minutes || '60'": "60",
    "inputs.seed || github.run_id": "123456789",
    "matrix.shard": "2",
    "github.token": "token",
    "github.repository": "somebody/something",
    "github.event.pull_request.head.sha": "0123456789abcdef0123456789abcdef01234567",
  };
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [
      key,
      String(value).replaceAll(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
        const known = values[expression];
        if (known === undefined) throw new Error(`the test does not know ${expression}`);
        return known;
      }),
    ]),
  );
}

/** The words behind `npm run chaos --` of each command that the stub has seen. */
function commandsIn(written: string): readonly (readonly string[])[] {
  const lines = written.split("\n");
  const commands: (readonly string[])[] = [];
  while (lines.length > 1) {
    const words = lines.splice(0, Number(lines[0]) + 1).slice(1);
    if (words[1] === "chaos") commands.push(words.slice(3));
  }
  return commands;
}

/**
 * What is wrong with a command, if anything. An option that does not exist keeps it from running: whatever is
 * wrong before that is said first.
 */
async function refusalOf(words: readonly string[]): Promise<string | undefined> {
  const terminal = new FakeTerminal();
  await runProgram([...words, "--no-such-option"], terminal, worlds);
  const isAccepted = terminal.notes[0]?.startsWith("unknown option '--no-such-option'") === true;
  return isAccepted ? undefined : `${words.join(" ")}: ${terminal.notes.join()}`;
}
