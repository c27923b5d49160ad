import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeControls } from "../kernel/plain-text.ts";
import { renderScenario } from "../trial/scenario.ts";
import { worlds } from "../worlds/worlds.ts";
import { decodeText } from "./disk.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { mutatedFiles } from "./mutated-files.test-support.ts";
import { runProgram } from "./program.ts";

/** `MUTATED_FILES=100000 npx vitest run mutated-files` tries more. */
const files = Number(process.env["MUTATED_FILES"] ?? 120);
const seed = Number(process.env["SEED"] ?? 20_261_126);

/** Real time that no file may take. */
const longestMs = 10_000;
/** What anybody could still read. */
const longestOutput = 30_000;

describe("a file that somebody has changed", { timeout: 0 }, () => {
  it("is refused in one line, or replayed: nothing is written, and nothing breaks", async () => {
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(mutatedFiles(originals()), async (file) => {
        for (const end of await endsOf(file)) ends.set(end, (ends.get(end) ?? 0) + 1);
      }),
      { numRuns: files, seed },
    );
    if (files > 1_000) process.stdout.write(`${JSON.stringify(Object.fromEntries(ends))}\n`);
    // Or all that was tried was one way to be wrong.
    for (const end of ["replay 0", "replay 1", "replay 2", "replay 4", "verify 2", "promote 0"]) {
      expect([...ends.keys()]).toContain(end);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

/** The committed scenarios, and one as a search would leave it for each world. */
function originals(): readonly Buffer[] {
  const folder = new URL("../../scenarios/", import.meta.url);
  const committed = readdirSync(folder).map((name) => readFileSync(new URL(name, folder)));
  const found = worlds.map((world) =>
    Buffer.from(
      renderScenario({
        version: 1,
        name: "no-charge-without-refund is broken by crash at invocation end",
        world: world.name,
        input: world.examples[0]?.input,
        faults: [{ at: "invocation end", from: 1, times: 1, fault: "crash" }],
        seed: "any text",
        expect: { verdict: "held" },
      }),
    ),
  );
  return [...committed, ...found];
}

/** Runs the commands that read a scenario file, and tells how each of them ended. */
async function endsOf(file: Buffer): Promise<readonly string[]> {
  const local = ".durable-chaos/mutated.json";
  const replayed = await typed(file, local, ["replay", local]);
  const shown = await typed(file, local, ["corpus", "show", "mutated"]);
  const verified = await typed(file, "scenarios/mutated.json", ["corpus", "verify"]);
  const promoted = await typed(file, local, ["corpus", "promote", local]);
  expect(shown.code).toBe([2, 4].includes(replayed.code) ? replayed.code : 0);
  expect(verified.code === 2).toBe(replayed.code === 2);
  const ends = { replay: replayed, show: shown, verify: verified, promote: promoted };
  const rarer = file.length % 4 === 0 ? await rarerEndsOf(file, local) : {};
  return Object.entries({ ...ends, ...rarer }).map(([command, { code }]) => `${command} ${code}`);
}

/** Those that do little else than the others do; of a few files. */
async function rarerEndsOf(file: Buffer, local: string): Promise<Readonly<Record<string, Typed>>> {
  const listed = await typed(file, local, ["corpus", "list", "--json"]);
  expect(JSON.parse(listed.output)).toMatchObject({ schemaVersion: 1 });
  const fixed = await typed(file, local, ["corpus", "promote", local, "--fixed"]);
  const traced = await typed(file, local, ["replay", local, "--trace"]);
  const drawn = await typed(file, local, ["show", local]);
  return { list: listed, fixed, trace: traced, draw: drawn };
}

interface Typed {
  readonly code: number;
  readonly output: string;
}

async function typed(file: Buffer, path: string, args: readonly string[]): Promise<Typed> {
  const terminal = new BytesTerminal(path, file);
  const beganMs = performance.now();
  terminal.program = (others, of) => runProgram(others, of, worlds);
  const code = await runProgram(args, terminal, worlds);
  const tookMs = performance.now() - beganMs;
  const { output } = terminal;
  const notes = terminal.notes.join("\n");

  expect([0, 1, 2, 4, 5], `${args.join(" ")} ended with ${code}: ${notes}`).toContain(code);
  if (code === 2 && args[1] !== "verify") expect(notes).toMatch(/^.+$/);
  expect(escapeControls(output)).toBe(output);
  expect(escapeControls(notes)).toBe(notes);
  const isForPeople = !args.includes("--json") && !args.includes("--trace");
  if (isForPeople) expect(output.length + notes.length).toBeLessThan(longestOutput);
  expect(tookMs).toBeLessThan(longestMs);
  const written = [...terminal.files].filter(([name]) => name !== path);
  expect(written.length).toBe(args[1] === "promote" && code === 0 ? 1 : 0);
  expect(written.every(([name]) => /^scenarios\/[a-z0-9-]{1,100}\.json$/.test(name))).toBe(true);
  if (!args.includes("--fixed")) {
    expect(written.map(([, text]) => text)).toEqual(written.map(() => decodeText(file, path)));
  }
  expect(terminal.files.get(path)).toBe(inPlace);
  return { code, output };
}

/** What the map of the other files has in the place of the bytes. */
const inPlace = "";

/** A terminal with one file of any bytes, which it reads as the real one does. */
class BytesTerminal extends FakeTerminal {
  readonly #path: string;
  readonly #bytes: Buffer;

  constructor(path: string, bytes: Buffer) {
    super({ [path]: inPlace });
    this.#path = path;
    this.#bytes = bytes;
  }

  override beside(): FakeTerminal {
    return new BytesTerminal(this.#path, this.#bytes);
  }

  override readFile(path: string): string {
    return path === this.#path ? decodeText(this.#bytes, path) : super.readFile(path);
  }
}
