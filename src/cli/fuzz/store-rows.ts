import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { z } from "zod";
import { damaged, inStore, openStoreFile } from "./store-file.ts";

/** The tables of a store. */
export class StoreRows {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.#path = path;
    this.#database = openStoreFile(path);
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Record<string, unknown>[] {
    return inStore(this.#path, () => this.#statement(sql).all(...values));
  }

  /** Tells how many rows it has changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return inStore(this.#path, () => Number(this.#statement(sql).run(...values).changes));
  }

  /** All that `work` writes, or nothing of it. */
  inTransaction(work: () => void): void {
    this.run("BEGIN IMMEDIATE");
    try {
      work();
      this.run("COMMIT");
    } catch (error) {
      this.run("ROLLBACK");
      throw error;
    }
  }

  /** What a column holds as JSON. */
  parse<T>(schema: z.ZodType<T>, text: unknown): T {
    try {
      return schema.parse(JSON.parse(String(text)));
    } catch (error) {
      throw damaged(this.#path, error);
    }
  }

  close(): void {
    inStore(this.#path, () => this.#database.close());
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
