/** Everything outside the process that a command may touch. Paths are relative to where the user is. */
export interface Terminal {
  /** Results. */
  print(text: string): void;
  /** Whatever is not a result. */
  note(text: string): void;
  /** Shows what is going on, in place of the last status, where somebody watches. */
  status(text: string): void;
  /** Draws lines in place of those drawn last; whatever is printed next removes them. */
  draw(lines: readonly string[]): void;
  /** Whether somebody watches, so that drawing makes sense. */
  readonly isWatched: boolean;
  /** Characters that fit on one of its lines. */
  readonly columns: number;
  /** A missing, unreadable or very large file is a `UsageError`, and so is one that is not UTF-8. */
  readFile(path: string): string;
  /** The same for bytes, however many. */
  readBytes(path: string): Uint8Array;
  writeBytes(path: string, bytes: Uint8Array): void;
  /** Calls back at each Ctrl-C, with how many there were, in place of ending the process; until released. */
  onInterrupt(interrupted: (times: number) => void): () => void;
  /** The names of the files in a folder, in order; none where there is no such folder. */
  listFiles(folder: string): readonly string[];
  /** Fails with a `UsageError` where nothing can be written. */
  makeFolder(path: string): void;
  /** Makes the folders that are missing. Whatever happens, the file is as it was or as it should be. */
  writeFile(path: string, text: string): void;
  /** The same for a file that is not there yet; where it is, that is a `UsageError`. */
  createFile(path: string, text: string): void;
  removeFile(path: string): void;
  exists(path: string): boolean;
  /** Runs the program again in a process of its own, with other arguments. */
  startAgain(args: readonly string[], options?: StartOptions): Promise<Started>;
  /** Real time since the process began. */
  elapsedMs(): number;
  readonly version: string;
  /** What to type to start durable-chaos again. */
  readonly command: string;
}

/** How a process is started. */
export interface StartOptions {
  /** Added to what this process has. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends it when it has printed nothing for so long, real ms. */
  readonly quietMs?: number;
}

/** A process that has ended. */
export interface Started {
  /** `with` is its exit code, or the signal that ended it. */
  readonly ending:
    | { readonly kind: "ended"; readonly with: number | string }
    | { readonly kind: "quiet" };
  readonly printed: string;
  readonly noted: string;
}
