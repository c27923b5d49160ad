import { describe, expect, it, vi } from "vitest";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { runProgram } from "./program.ts";
import { chargeOnce, smallWorld } from "./small-worlds.test-support.ts";

describe("the command line", () => {
  it("shows examples first, and every default", async () => {
    const { terminal, code } = await typed("--help");
    const ofCheck = await typed("check", "--help");

    expect(code).toBe(0);
    expect(terminal.output.startsWith("Examples:\n  durable-chaos check ")).toBe(true);
    const help = ofCheck.terminal.output.replaceAll(/\s+/g, " ");
    expect(help.match(/\(default: .*?\)/g)).toEqual([
      "(default: 1)",
      "(default: 2)",
      "(default: 1)",
      "(default: service,crash,checkpoint,outside)",
      "(default: 5000)",
      "(default: 0)",
      "(default: 250000)",
      '(default: ".durable-chaos")',
    ]);
  });

  it("takes all for a number of faults without end, and no other word", async () => {
    const small = ["--families=outside", "--trials=0", "--outages=0"];
    const all = await typed("check", ...small, "--faults=all", "--no-merge");
    const wrong = await typed("check", "--faults=every");

    expect(all.terminal.output).toContain("for all schedules of any number of faults");
    expect(all.terminal.output).toContain("--faults all --no-merge --outages 0 --families outside");
    expect(wrong.code).toBe(2);
  });

  it("tries the families of faults that it is told to, and knows no others", async () => {
    const { code } = await typed("check", "--families=order,zombie", "--faults=0", "--trials=0");
    const wrong = await typed("check", "--families=crash,fire");

    expect(code).toBe(1);
    expect(wrong.code).toBe(2);
    expect(wrong.terminal.notes.join()).toContain(
      'There is no family "fire"; known: service, crash',
    );
  });

  it("checks the first world unless told otherwise", async () => {
    const { terminal, code } = await typed("--faults", "0", "--trials", "0");

    expect(code).toBe(1);
    expect(terminal.output).toContain("✗ no-charge\n");
  });

  it("does nothing where the environment has a limit that is none", async () => {
    vi.stubEnv("DURABLE_CHAOS_ENDLESS_LOOP_MS", "soon");
    const { terminal, code } = await typed("check", "--faults=0", "--trials=0");
    vi.unstubAllEnvs();

    expect(code).toBe(2);
    expect(terminal.notes.join()).toContain('DURABLE_CHAOS_ENDLESS_LOOP_MS is "soon"');
    expect(terminal.output).toBe("");
  });

  it("takes a world without the name of a command", async () => {
    const { terminal } = await typed("small", "--faults=0", "--trials=0");

    expect(terminal.printed.at(-1)).toContain("check small");
  });

  it.each([
    ["--sed 3", "unknown option '--sed' (Did you mean --seed?); see durable-chaos --help"],
    ["replay", "missing required argument 'file'; see durable-chaos --help"],
    ["run", "required option '--payload <file>' not specified; see durable-chaos --help"],
    [
      "check --trials many",
      "option '--trials <count>' argument 'many' is invalid. Give a whole number from 0; see durable-chaos --help",
    ],
    ["replay no.json", 'cannot read "no.json": there is no such file'],
    ["smal", 'there is no world or command "smal". Did you mean "small"? Known worlds: small'],
    [
      "rplay x.json",
      'there is no world or command "rplay". Did you mean "replay"? Known worlds: small',
    ],
    ["elsewhere", 'there is no world or command "elsewhere". Known worlds: small'],
  ])("says in one line what is wrong with %j", async (words, message) => {
    const { terminal, code } = await typed(...words.split(" "));

    expect({ code, notes: terminal.notes }).toEqual({ code: 2, notes: [message] });
  });

  it("keeps a seed that only looks like a number as it was typed", async () => {
    const { terminal } = await typed("--faults=0", "--trials=0", "--seed", "007");

    expect(terminal.printed.at(-1)).toContain("--seed 007 ");
  });

  it("says where code under test reached for the real world", async () => {
    const world = smallWorld(() => fetch("https://example.com"));
    const { terminal, code } = await typedIn(world, "--faults=0");

    expect(code).toBe(2);
    expect(terminal.notes[0]).toMatch(
      /^the code under test started real I\/O \(fetch\), .*:\n +at /,
    );
  });

  it("asks for a report when the mistake is its own", async () => {
    const world = { ...smallWorld(chargeOnce), prepare: () => Object(undefined).missing.field };
    const { terminal, code } = await typedIn(world, "check", "small", "--faults", "0");

    expect(code).toBe(70);
    expect(terminal.notes[0]).toContain("TypeError");
    expect(terminal.notes[0]).toContain(
      "please report it, with\n  durable-chaos check small --faults 0",
    );
  });
});

async function typed(...words: readonly string[]) {
  return typedIn(smallWorld(chargeOnce), ...words);
}

async function typedIn(world: ReturnType<typeof smallWorld>, ...words: readonly string[]) {
  const terminal = new FakeTerminal();
  const code = await runProgram(words, terminal, [world]);
  return { terminal, code };
}
