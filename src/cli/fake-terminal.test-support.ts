import { UsageError } from "../kernel/errors.ts";
import type { Terminal } from "./terminal.ts";

/** A terminal in memory: what was printed, and a disk of a few files. */
export class FakeTerminal implements Terminal {
  readonly files: Map<string, string>;
  readonly printed: string[] = [];
  readonly notes: string[] = [];
  readonly command = "durable-chaos";
  readonly version = "1.2.3";
  readonly isWatched = false;
  readonly columns = 80;

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.files = new Map(Object.entries(files));
  }

  get output(): string {
    return this.printed.join("\n");
  }

  print(text: string): void {
    this.printed.push(text);
  }

  note(text: string): void {
    this.notes.push(text);
  }

  status(): void {}

  draw(): void {}

  readFile(path: string): string {
    const text = this.files.get(path);
    if (text === undefined) throw new UsageError(`cannot read "${path}": there is no such file`);
    return text;
  }

  makeFolder(): void {}

  writeFile(path: string, text: string): void {
    this.files.set(path, text);
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  elapsedMs(): number {
    return 0;
  }
}
