import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";

const program = join(inject("programs"), "main.js");

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the command line, in an empty folder. */
export class CampaignProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  isOver = false;

  constructor(folder: string, args: readonly string[]) {
    const { CI: _, ...env } = process.env;
    this.child = spawn(process.execPath, [program, ...args], { cwd: folder, env });
    let stdout = "";
    let stderr = "";
    this.child.stdout?.on("data", (chunk: Buffer) => (stdout += String(chunk)));
    this.child.stderr?.on("data", (chunk: Buffer) => (stderr += String(chunk)));
    this.ended = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("close", (code, signal) => {
        this.isOver = true;
        resolve({ code, signal, stdout, stderr });
      });
    });
  }
}

/** A report without the times in it: what two runs of one campaign have in common. */
export function timelessReport(file: string): unknown {
  const report = JSON.parse(readFileSync(file, "utf8"));
  const { seed, families, endedBy, shards } = report.campaign;
  const worlds = report.worlds.map((world: Record<string, unknown>) => ({ ...world, trend: [] }));
  return { ...report, campaign: { seed, families, endedBy, shards: shards.length > 0 }, worlds };
}

/** The process ids of the workers of a supervisor, of those that have begun a trial. */
export function workersOf(folder: string, supervisor: number | undefined): readonly number[] {
  return readdirSync(folder)
    .filter((name) => name.includes(".worker-") && name.endsWith(`-${supervisor}`))
    .flatMap((name) => {
      try {
        return readFileSync(join(folder, name)).readUInt32LE(12);
      } catch {
        return [];
      }
    });
}
