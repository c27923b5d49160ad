import { dirname, join } from "node:path";
import { UsageError } from "../kernel/errors.ts";
import type { Started, Terminal } from "./terminal.ts";

/** A terminal in memory: what was printed, and a disk of a few files. */
export class FakeTerminal implements Terminal {
  readonly files: Map<string, string>;
  readonly printed: string[] = [];
  readonly notes: string[] = [];
  readonly command = "durable-chaos";
  readonly version = "1.2.3";
  readonly isWatched = false;
  readonly columns = 80;

  /** What runs in a process that is started, where one may be. */
  program: ((args: readonly string[], terminal: Terminal) => Promise<number>) | undefined;

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

  readBytes(path: string): Uint8Array {
    return Buffer.from(this.readFile(path), "base64");
  }

  writeBytes(path: string, bytes: Uint8Array): void {
    this.files.set(path, Buffer.from(bytes).toString("base64"));
  }

  /** Whether somebody presses Ctrl-C as soon as anybody listens. */
  isInterrupted = false;

  onInterrupt(interrupted: (times: number) => void): () => void {
    if (this.isInterrupted) interrupted(1);
    return () => {};
  }

  listFiles(folder: string): readonly string[] {
    return [...this.files.keys()]
      .filter((path) => dirname(path) === dirname(join(folder, "file")))
      .map((path) => path.slice(path.lastIndexOf("/") + 1))
      .toSorted();
  }

  makeFolder(): void {}

  writeFile(path: string, text: string): void {
    this.files.set(path, text);
  }

  createFile(path: string, text: string): void {
    if (this.files.has(path)) throw new UsageError(`cannot write "${path}": it is there already`);
    this.files.set(path, text);
  }

  removeFile(path: string): void {
    this.files.delete(path);
  }

  /** In this process, and with the same disk. */
  async startAgain(args: readonly string[]): Promise<Started> {
    if (this.program === undefined) throw new UsageError("this terminal starts no processes");
    const other = this.beside();
    const code = await this.program(args, other);
    const printed = other.printed.map((text) => `${text}\n`).join("");
    return { ending: { kind: "ended", with: code }, printed, noted: other.notes.join("\n") };
  }

  /** The terminal of a process that is started. */
  beside(): FakeTerminal {
    return new FakeTerminal(Object.fromEntries(this.files));
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  elapsedMs(): number {
    return 0;
  }
}
