import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { UsageError } from "../../kernel/errors.ts";
import { fuzzNeedsSqlite } from "./sqlite.ts";

/** In the header of each store, so that no other database is taken for one. */
const applicationId = 0x6463_4361;

/** Of the tables below. */
const storeVersion = 1;

const tables = `
  CREATE TABLE campaign (
    plan TEXT NOT NULL, started_at TEXT NOT NULL, elapsed_ms REAL NOT NULL,
    workers INTEGER NOT NULL, ended_by TEXT
  );
  CREATE TABLE replays (file TEXT PRIMARY KEY, task TEXT NOT NULL, outcome TEXT);
  CREATE TABLE stints (place INTEGER PRIMARY KEY, world TEXT NOT NULL, tally TEXT NOT NULL);
  CREATE TABLE worlds (world TEXT PRIMARY KEY, tally TEXT NOT NULL, trend TEXT NOT NULL, set_aside TEXT);
  CREATE TABLE behaviours (
    world TEXT NOT NULL, hash INTEGER NOT NULL, looks INTEGER NOT NULL, PRIMARY KEY (world, hash)
  ) WITHOUT ROWID;
  CREATE TABLE findings (id TEXT PRIMARY KEY, place INTEGER NOT NULL, record TEXT NOT NULL);
`;

/**
 * Makes an empty store and fills it. It is made under another name, so that there is never half of one, however
 * the process ends.
 */
export function createStoreFile(path: string, fill: (database: DatabaseSync) => void): void {
  const { DatabaseSync } = fuzzNeedsSqlite();
  const unfinished = `${path}.new-${process.pid}`;
  inStore(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(unfinished, { force: true });
    const database = new DatabaseSync(unfinished);
    database.exec(
      `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${storeVersion}`,
    );
    database.exec(tables);
    fill(database);
    database.close();
    // SQLite would take what an earlier store has left there for a part of this one.
    removeLogs(path);
    renameSync(unfinished, path);
  });
}

/** Opens a store for this process alone. */
export function openStoreFile(path: string): DatabaseSync {
  refuseForeign(path);
  const { DatabaseSync } = fuzzNeedsSqlite();
  return inStore(path, () => {
    const database = new DatabaseSync(path);
    try {
      // Every commit is on the disk before it counts. NORMAL would do for a killed process, but a machine
      // that loses power, as a CI runner may, would lose the last stints; and a commit each few hundred
      // trials costs next to nothing.
      database.exec(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
      );
      database.exec("BEGIN IMMEDIATE; COMMIT");
      const [check] = Object.values(database.prepare("PRAGMA quick_check(1)").get() ?? {});
      if (check !== "ok") throw damaged(path);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Removes a store, and nothing else. */
export function removeStoreFile(path: string): void {
  if (!existsSync(path)) return;
  refuseForeign(path);
  try {
    openStoreFile(path).close();
  } catch (error) {
    // One that is damaged may go; one that is in use may not.
    if (error instanceof UsageError && error.message.includes("in use")) throw error;
  }
  inStore(path, () => {
    removeLogs(path);
    rmSync(path);
  });
}

/** Runs work on a store; what SQLite says of the file becomes a `UsageError`. */
export function inStore<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const { errcode }: { readonly errcode?: unknown } = Object(error);
    if (errcode === 5 || errcode === 6) {
      throw new UsageError(
        `the campaign store "${path}" is in use by another process; wait for it, or use another --store`,
        { cause: error },
      );
    }
    if (errcode === 11 || errcode === 26) throw damaged(path, error);
    throw new UsageError(
      `cannot use the campaign store "${path}": ${error.message}; use another --store`,
      { cause: error },
    );
  }
}

/** What to say of a store that cannot be read. */
export function damaged(path: string, cause?: unknown): UsageError {
  return new UsageError(
    `the campaign store "${path}" is damaged; --fresh begins a new campaign in its place, ` +
      "the scenarios that it found are kept",
    { cause },
  );
}

function refuseForeign(path: string): void {
  const header = Buffer.alloc(100);
  const length = inStore(path, () => {
    const file = openSync(path, "r");
    try {
      return readSync(file, header, 0, header.length, 0);
    } finally {
      closeSync(file);
    }
  });
  const isOurs =
    length === header.length &&
    header.toString("latin1", 0, 15) === "SQLite format 3" &&
    header.readUInt32BE(68) === applicationId;
  if (!isOurs) {
    throw new UsageError(
      `"${path}" is not a campaign store, and is left as it is; use another --store`,
    );
  }
  if (header.readUInt32BE(60) === storeVersion) return;
  throw new UsageError(
    `the campaign store "${path}" is of another version of durable-chaos; use another --store`,
  );
}

function removeLogs(path: string): void {
  for (const suffix of ["-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
}
