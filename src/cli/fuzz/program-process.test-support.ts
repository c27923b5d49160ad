import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, inject } from "vitest";
import type { CampaignReport } from "../../campaign/campaign-report.ts";

const program = join(inject("programs"), "fuzz-main.js");

/** Options of a campaign whose report a test reads. */
export const usualOn = (workers: number): readonly string[] => [
  "--seed",
  "1",
  "--json",
  "report.json",
  "--workers",
  String(workers),
];

/** The same, on one worker. */
export const usual = usualOn(1);

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the program runs, with worlds that give trouble. */
export class Workplace {
  readonly folder: string = mkdtempSync(join(tmpdir(), "durable-chaos-"));

  /** One for a single test, which is removed behind it. */
  static of({ onTestFinished }: TestContext): Workplace {
    const place = new Workplace();
    onTestFinished(() => place.remove());
    return place;
  }

  /** Starts the program; `said` resolves when it has said that. */
  start(...args: readonly string[]): {
    readonly child: ChildProcess;
    readonly ended: Promise<Ended>;
    readonly said: (text: string) => Promise<void>;
  } {
    const { CI: _, ...env } = process.env;
    const child = spawn(process.execPath, [program, ...args], { cwd: this.folder, env });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk: Buffer) => (stderr += String(chunk)));
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
    const said = async (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => stderr.includes(text) && resolve();
        child.stderr.on("data", look);
        look();
      });
    return { child, ended, said };
  }

  async run(...args: readonly string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  report(file = "report.json"): CampaignReport {
    const report: CampaignReport = JSON.parse(this.read(file));
    return report;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
