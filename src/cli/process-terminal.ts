import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import { UsageError } from "../kernel/errors.ts";
import { paint } from "./paint.ts";
import { quote } from "./quote.ts";
import type { Terminal } from "./terminal.ts";

/** The terminal that the process was started from. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const painted = (stream: WriteStream, text: string) => (hasColours(stream) ? paint(text) : text);
  let drawn = 0;
  const clearStatus = () => {
    const clear = drawn > 0 ? `\u001B[${drawn}A\r\u001B[J` : "\r\u001B[2K";
    drawn = 0;
    return stderr.isTTY ? clear : "";
  };
  return {
    print: (text) => {
      if (drawn > 0) stderr.write(clearStatus());
      stdout.write(`${painted(stdout, text)}\n`);
    },
    note: (text) => stderr.write(`${clearStatus()}${text}\n`),
    status: (text) => stderr.isTTY && stderr.write(clearStatus() + text),
    draw: (lines) => {
      // What is higher than the terminal cannot be drawn over.
      const shown = lines.slice(0, (stderr.rows ?? Infinity) - 1);
      stderr.write(clearStatus() + shown.map((line) => `${painted(stderr, line)}\n`).join(""));
      drawn = shown.length;
    },
    isWatched: stderr.isTTY && env["CI"] === undefined && env["TERM"] !== "dumb",
    get columns() {
      return columnsOf(process);
    },
    readFile,
    writeFile: (path, text) => {
      attempt("write", path, () => {
        mkdirSync(dirname(path), { recursive: true });
        // Whoever reads it, or comes after a crash, finds the old file or the new one.
        const unfinished = `${path}.new-${process.pid}`;
        writeFileSync(unfinished, text);
        renameSync(unfinished, path);
      });
    },
    makeFolder: (path) => {
      attempt("write into", path, () => mkdirSync(path, { recursive: true }));
    },
    exists: existsSync,
    elapsedMs: () => performance.now(),
    version: ownVersion(),
    command: commandOf(process),
  };
}

/** As Node has it: NO_COLOR and FORCE_COLOR count, and then what the stream is. */
function hasColours(stream: WriteStream): boolean {
  return styleText("red", "x", { stream }) !== "x";
}

function readFile(path: string | URL): string {
  return attempt("read", String(path), () => readFileSync(path, "utf8"));
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "a part of the path is a file, not a folder",
  EACCES: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the disk",
};

function attempt<T>(verb: "read" | "write" | "write into", path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = reasons[code] ?? (code || String(error));
    throw new UsageError(`cannot ${verb} "${path}": ${reason}`, { cause: error });
  }
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFile(new URL("../../package.json", import.meta.url)));
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
