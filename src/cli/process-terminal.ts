import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { text } from "node:stream/consumers";
import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import { escapeControls } from "../kernel/plain-text.ts";
import {
  createText,
  listFiles,
  makeFolder,
  readBytesOf,
  readText,
  removeFile,
  writeWhole,
} from "./disk.ts";
import { onInterrupt } from "./on-interrupt.ts";
import { paint } from "./paint.ts";
import { quote } from "./quote.ts";
import type { StartOptions, Started, Terminal } from "./terminal.ts";

/** The terminal that the process was started from. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const painted = (stream: WriteStream, said: string) => (hasColours(stream) ? paint(said) : said);
  let drawn = 0;
  const clearStatus = () => {
    const clear = drawn > 0 ? `\u001B[${drawn}A\r\u001B[J` : "\r\u001B[2K";
    drawn = 0;
    return stderr.isTTY ? clear : "";
  };
  return {
    print: (said) => {
      if (drawn > 0) stderr.write(clearStatus());
      stdout.write(`${painted(stdout, escapeControls(said))}\n`);
    },
    draw: (lines) => {
      // What is higher than the terminal cannot be drawn over.
      const shown = lines
        .slice(0, (stderr.rows ?? Infinity) - 1)
        .map((line) => escapeControls(line));
      stderr.write(clearStatus() + shown.map((line) => `${painted(stderr, line)}\n`).join(""));
      drawn = shown.length;
    },
    isWatched: stderr.isTTY && env["CI"] === undefined && env["TERM"] !== "dumb",
    get columns() {
      return columnsOf(process);
    },
    note: (said) => stderr.write(`${clearStatus()}${escapeControls(said)}\n`),
    status: (said) => stderr.isTTY && stderr.write(clearStatus() + escapeControls(said)),
    readFile: readText,
    listFiles,
    makeFolder,
    writeFile: writeWhole,
    readBytes: readBytesOf,
    writeBytes: writeWhole,
    onInterrupt,
    createFile: createText,
    removeFile,
    exists: existsSync,
    startAgain,
    elapsedMs: () => performance.now(),
    version: ownVersion(),
    command: commandOf(process),
  };
}

async function startAgain(
  args: readonly string[],
  { environment = {}, quietMs }: StartOptions = {},
): Promise<Started> {
  const { execPath, execArgv, argv, env } = process;
  const child = spawn(execPath, [...execArgv, argv[1] ?? "", ...args], {
    env: { ...env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let isQuiet = false;
  const timer = setTimeout(
    () => {
      isQuiet = true;
      child.kill("SIGKILL");
    },
    quietMs ?? 2 ** 31 - 1,
  );
  child.stdout.on("data", () => timer.refresh());
  const [printed, noted, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  clearTimeout(timer);
  const ending = isQuiet
    ? ({ kind: "quiet" } as const)
    : ({ kind: "ended", with: typeof code === "number" ? code : String(signal) } as const);
  return { ending, printed, noted };
}

/** As Node has it: NO_COLOR and FORCE_COLOR count, and then what the stream is. */
function hasColours(stream: WriteStream): boolean {
  return styleText("red", "x", { stream }) !== "x";
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readText(new URL("../../package.json", import.meta.url)));
  return String(Object(manifest).version);
}

/** What the user says, or else the terminal; elsewhere always the same. */
function columnsOf({ env, stdout }: NodeJS.Process): number {
  const said = Number(env["COLUMNS"]);
  if (Number.isInteger(said) && said > 0) return said;
  return stdout.isTTY ? stdout.columns : 80;
}

/** However the process was started, in a form that works again from the same folder. */
function commandOf({ env, argv, argv0 }: NodeJS.Process): string {
  if (env["npm_lifecycle_event"] === "chaos") return "npm run chaos --";
  const script = argv[1];
  if (script === undefined || !script.endsWith("main.ts")) return "npx durable-chaos";
  return `${quote(argv0)} ${quote(relative(process.cwd(), script))}`;
}
