import type { FoundRecord } from "../../campaign/campaign-report.ts";
import type { ReplayOutcome, ReplayTask } from "../../campaign/replaying.ts";
import type { StintReport, StintTask } from "../../campaign/stint-run.ts";
import type { FaultFamily } from "../../faults/fault.ts";
import type { Strike } from "../../faults/schedule.ts";
import type { FindingCommands } from "../../report/finding.ts";
import type { Seed } from "../../trial/trial.ts";

/** A replayed file as a worker takes it. */
export interface ReplayJob {
  readonly kind: "replay";
  readonly task: ReplayTask;
  readonly families: readonly FaultFamily[];
  /** Whether its finds are shrunk; a worker may have died of that before. */
  readonly isShrunk: boolean;
}

/** A stint as a worker takes it. */
export interface StintJob {
  readonly kind: "stint";
  readonly task: StintTask;
}

/** What a worker may die of. */
export type Work = StintJob | ReplayJob;

/** One trial under known faults. */
export interface TrialWork {
  readonly kind: "trial";
  readonly world: string;
  readonly input: unknown;
  readonly seed: Seed;
  readonly strikes: readonly Strike[];
}

/** Trials that are run to see once more what a worker has died of: each strike is written down as it happens. */
export interface WitnessJob {
  readonly kind: "witness";
  readonly work: Work | TrialWork;
  readonly trial: number;
  /** Where the strikes are written. */
  readonly file: string;
}

/** The picture of a finding for people. */
export interface DrawJob {
  readonly kind: "draw";
  readonly record: FoundRecord;
  readonly families: readonly FaultFamily[];
  readonly commands: FindingCommands;
}

/** What the supervisor asks of a worker, one at a time. */
export type Job = Work | WitnessJob | DrawJob;

/** The answer to a job. */
export type Done =
  | { readonly kind: "stint"; readonly report: StintReport; readonly rssBytes: number }
  | { readonly kind: "replay"; readonly outcome: ReplayOutcome; readonly rssBytes: number }
  | { readonly kind: "witness" }
  | { readonly kind: "draw"; readonly text: string | undefined };

/** What a worker tells. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "found"; readonly record: FoundRecord }
  | { readonly kind: "done"; readonly done: Done }
  /** An error that was thrown: of the person who wrote the world, or ours. */
  | { readonly kind: "failed"; readonly message: string; readonly isUsage: boolean };
