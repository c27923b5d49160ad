import { type ChildProcess, fork } from "node:child_process";
import { rmSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { FoundRecord } from "../../campaign/campaign-report.ts";
import { UsageError } from "../../kernel/errors.ts";
import type { Done, FromWorker, Job } from "./messages.ts";
import { type Position, readPosition } from "./position.ts";

/** How a job ended. */
export type JobEnd =
  | { readonly kind: "done"; readonly done: Done }
  | { readonly kind: "failed"; readonly message: string; readonly isUsage: boolean }
  | WorkerDeath
  /** The supervisor stopped it. */
  | { readonly kind: "stopped" };

/** A worker that died, or had to be killed because it stood still, and where it was. */
export interface WorkerDeath {
  readonly kind: "died";
  readonly death: "hang" | "crash";
  readonly how: string;
  readonly position: Position | undefined;
}

/** What workers are started with. */
export interface WorkerSettings {
  /** A module that exports `worlds`. */
  readonly worldsModule: URL;
  /** How long a worker may stay in one trial. */
  readonly hangMs: number;
}

const pollMs = 100;

/** A machine that is busy with other things may take long to start a process. */
const mostStartMs = 60_000;

/** One worker process after the other, seen by the supervisor. */
export class WorkerProcess {
  readonly positionFile: string;
  readonly #settings: WorkerSettings;
  #child: ChildProcess | undefined;
  #isStopped = false;

  constructor(positionFile: string, settings: WorkerSettings) {
    this.positionFile = positionFile;
    this.#settings = settings;
  }

  /** Where its process is; `undefined` where there is none, or it has done nothing yet. */
  get position(): Position | undefined {
    return readPosition(this.positionFile);
  }

  /** Starts a process if there is none, and has it do one job. */
  async run(job: Job, found: (record: FoundRecord) => void): Promise<JobEnd> {
    if (this.#isStopped) return { kind: "stopped" };
    const child = this.#living ?? (await this.#start());
    if (child === undefined) return { kind: "stopped" };
    return new Promise((resolve) => {
      const watch = new HangWatch(this.positionFile, this.#settings.hangMs, () => {
        child.kill("SIGKILL");
      });
      const end = (result: JobEnd): void => {
        watch.stop();
        child.removeAllListeners("message");
        child.removeAllListeners("exit");
        resolve(result);
      };
      child.on("message", (message: FromWorker) => {
        if (message.kind === "found") found(message.record);
        else if (message.kind !== "ready") end(message);
      });
      child.once("exit", (code, signal) => {
        this.#child = undefined;
        if (this.#isStopped) return end({ kind: "stopped" });
        end({
          kind: "died",
          death: watch.isHung ? "hang" : "crash",
          how: watch.isHung ? `${this.#settings.hangMs / 1000} s` : howItEnded(code, signal, child),
          position: this.position,
        });
      });
      // It may have died just now; that it did is told by its exit.
      child.send(job, () => {});
    });
  }

  /** Ends the process; the next job gets a new one. */
  recycle(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  /** Ends the process, and with it the job that it does; there is no other. */
  stop(): void {
    this.#isStopped = true;
    this.#child?.kill("SIGKILL");
    rmSync(this.positionFile, { force: true });
  }

  /** Whether a process is there. */
  get isAlive(): boolean {
    return !this.#isStopped && this.#living !== undefined;
  }

  /** Somebody may have killed it since the last job. */
  get #living(): ChildProcess | undefined {
    const isRunning = this.#child?.exitCode === null && this.#child.signalCode === null;
    return isRunning ? this.#child : undefined;
  }

  async #start(): Promise<ChildProcess | undefined> {
    // Another process has another position.
    rmSync(this.positionFile, { force: true });
    const child = fork(
      fileURLToPath(new URL(`worker${extname(import.meta.url)}`, import.meta.url)),
      [this.positionFile, this.#settings.worldsModule.href],
      { stdio: ["ignore", "ignore", "pipe", "ipc"] },
    );
    this.#child = child;
    const said = lastWordsOf(child);
    const started = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), mostStartMs);
      const settle = (isReady: boolean): void => {
        clearTimeout(timer);
        child.removeAllListeners("exit");
        resolve(isReady);
      };
      child.once("message", () => settle(true));
      child.once("exit", () => settle(false));
      child.once("error", () => settle(false));
    });
    if (started) return child;
    this.#child = undefined;
    if (this.#isStopped) return undefined;
    throw new UsageError(`a worker process cannot start: ${said() || "it said nothing"}`);
  }
}

/** Kills where nothing moves. Counts its own looks, so that a machine that slept is no hang. */
class HangWatch {
  isHung = false;
  readonly #timer: NodeJS.Timeout;
  #beat: number | undefined;
  #looks = 0;

  constructor(file: string, hangMs: number, kill: () => void) {
    this.#timer = setInterval(() => {
      const beat = readPosition(file)?.beat;
      this.#looks = beat === this.#beat ? this.#looks + 1 : 0;
      this.#beat = beat;
      if (this.isHung || this.#looks * pollMs < hangMs) return;
      this.isHung = true;
      kill();
    }, pollMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

const lastWords = new WeakMap<ChildProcess, string>();

/** The end of what a process writes to its error output. */
function lastWordsOf(child: ChildProcess): () => string {
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords.set(child, ((lastWords.get(child) ?? "") + text).slice(-2_000));
  });
  return () => (lastWords.get(child) ?? "").trim();
}

function howItEnded(
  code: number | null,
  signal: NodeJS.Signals | null,
  child: ChildProcess,
): string {
  const end = signal ?? `exit code ${code}`;
  // V8 says why it gives up, in the middle of much else.
  const fatal = /FATAL ERROR: ([^\n]*)/.exec(lastWords.get(child) ?? "")?.[1];
  return fatal === undefined ? end : `${end}, ${fatal}`;
}
