import { createRequire } from "node:module";
import type * as Sqlite from "node:sqlite";
import { UsageError } from "../../kernel/errors.ts";

/** Loaded when it is needed: the other commands run on a Node that does not have it. */
export function fuzzNeedsSqlite(): typeof Sqlite {
  try {
    const sqlite: typeof Sqlite = createRequire(import.meta.url)("node:sqlite");
    return sqlite;
  } catch (error) {
    throw new UsageError(
      `a campaign needs node:sqlite, which Node ${process.versions.node} does not have; use Node 22.13, 24 or newer`,
      { cause: error },
    );
  }
}
