import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import type { CampaignReport } from "../../campaign/campaign-report.ts";

const program = join(inject("programs"), "fuzz-main.js");

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the program runs, with worlds that give trouble. */
export class Workplace {
  readonly folder: string = mkdtempSync(join(tmpdir(), "durable-chaos-"));

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

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
