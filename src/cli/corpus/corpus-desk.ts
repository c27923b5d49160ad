import type { World } from "../../trial/world.ts";
import type { Terminal } from "../terminal.ts";

/** The folders that scenario files are in. */
export interface CorpusFolders {
  readonly local: string;
  readonly committed: string;
}

/** Where they are unless told otherwise. */
export const corpusFolders: CorpusFolders = { local: ".durable-chaos", committed: "scenarios" };

/** Everything that a command of the corpus works with. */
export interface CorpusDesk {
  readonly folders: CorpusFolders;
  readonly worlds: readonly World[];
  readonly terminal: Terminal;
}
