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
  /** A missing or unreadable file is a `UsageError`. */
  readFile(path: string): string;
  /** Fails with a `UsageError` where nothing can be written. */
  makeFolder(path: string): void;
  /** All of it or nothing, and with the folders that are missing. */
  writeFile(path: string, text: string): void;
  exists(path: string): boolean;
  /** Real time since the process began. */
  elapsedMs(): number;
  readonly version: string;
  /** What to type to start durable-chaos again. */
  readonly command: string;
}
