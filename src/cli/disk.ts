import {
  closeSync,
  copyFileSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../kernel/errors.ts";
import { onOneLine } from "../kernel/plain-text.ts";

/** Lambda takes inputs of up to 6 MiB; a scenario is little more than its input. */
const mostBytes = 16 * 1024 * 1024;

/** Reads a file of text; whatever is wrong with it is a `UsageError`. */
export function readText(path: string | URL): string {
  return decodeText(
    attempt("read", String(path), () => readBytes(path)),
    String(path),
  );
}

/** Bytes as text. What is not UTF-8 would change under the hands of whoever reads it. */
export function decodeText(bytes: Uint8Array, source: string): string {
  if (bytes.length > mostBytes) {
    const limit = `${mostBytes / 1024 / 1024} MiB`;
    throw new UsageError(`cannot read "${source}": it is larger than ${limit}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`cannot read "${source}": it is not text in UTF-8`, { cause: error });
  }
}

/** In pieces, and no further than needed: a path may also lead to a device that never ends. */
function readBytes(path: string | URL): Uint8Array {
  const file = openSync(path, "r");
  try {
    const pieces: Buffer[] = [];
    let size = 0;
    while (size <= mostBytes) {
      const piece = Buffer.allocUnsafe(64 * 1024);
      const read = readSync(file, piece);
      if (read === 0) break;
      pieces.push(piece.subarray(0, read));
      size += read;
    }
    return Buffer.concat(pieces);
  } finally {
    closeSync(file);
  }
}

/** Reads a file of our own, which may be large. */
export function readBytesOf(path: string): Uint8Array {
  return attempt("read", path, () => readFileSync(path));
}

/** Makes a folder, and those around it, where they are missing. */
export function makeFolder(path: string): void {
  attempt("write into", path, () => mkdirSync(path, { recursive: true }));
}

/** Writes a file: beside it first, so that nobody ever sees half of it. */
export function writeWhole(path: string, text: string | Uint8Array): void {
  attempt("write", path, () => {
    const beside = writeBeside(path, text);
    try {
      renameSync(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
  });
}

/** Does the same for a file that must not be there yet. */
export function createText(path: string, text: string): void {
  attempt("write", path, () => {
    const beside = writeBeside(path, text);
    try {
      linkOrCopy(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
  });
}

/** Unlike a rename, neither of these takes the place of a file that is there. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    // Some file systems have no links.
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

/** Removes a file. */
export function removeFile(path: string): void {
  attempt("remove", path, () => rmSync(path));
}

/** The names of the files in a folder, in order; none where there is no such folder. */
export function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    return attempt("read", folder, () => {
      throw error;
    });
  }
}

let written = 0;

/** A file that a process has begun to write, which names it. */
const begun = /\.json\.(?<pid>\d+)-\d+\.tmp$/;

/** Removes what processes had begun to write in a folder when they were killed. */
export function removeAbandoned(folder: string): void {
  for (const name of listFiles(folder)) {
    const { pid } = begun.exec(name)?.groups ?? {};
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Of somebody else, whom it is not for us to signal.
    return codeOf(error) === "EPERM";
  }
}

/** The name is of this process alone, and not one that anybody takes for a scenario. */
function writeBeside(path: string, text: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}-${++written}.tmp`;
  const file = openSync(beside, "wx");
  try {
    writeFileSync(file, text);
    // Or a machine that loses its power may keep the new name without what it names.
    fsyncSync(file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return beside;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the disk",
};

function attempt<T>(
  verb: "read" | "write" | "write into" | "remove",
  path: string,
  work: () => T,
): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = codeOf(error);
    const exists =
      verb === "write" ? "it is there already" : "a part of the path is a file, not a folder";
    const reason = code === "EEXIST" ? exists : (reasons[code] ?? (code || String(error)));
    throw new UsageError(`cannot ${verb} "${onOneLine(path)}": ${reason}`, { cause: error });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
