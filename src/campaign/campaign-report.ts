// src/campaign/campaign-report.ts: what a campaign writes with --json, and what JUnit, summaries and HTML are made of.
import type { FaultFamily, Fault } from "../faults/fault.ts";
import type { Scenario } from "../trial/scenario.ts";
import type { Seed } from "../trial/trial.ts";

/** All that a campaign has to tell, as plain JSON; shards are merged into one of the same kind. */
export interface CampaignReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly version: string; readonly node: string; readonly sdk: string };
  readonly campaign: {
    readonly seed: Seed;
    /** ISO 8601, of the machine's clock. */
    readonly startedAt: string;
    readonly elapsedMs: number;
    readonly workers: number;
    readonly shards: readonly { readonly index: number; readonly of: number }[];
    readonly families: readonly FaultFamily[];
    readonly endedBy: "time" | "trials" | "idle" | "interrupt";
  };
  readonly worlds: readonly WorldFigures[];
  readonly findings: readonly FindingRecord[];
  /** Committed scenarios that expect a violation, and hold now. */
  readonly fixed: readonly {
    readonly file: string;
    readonly world: string;
    readonly invariants: readonly string[];
  }[];
}

export interface WorldFigures {
  readonly world: string;
  readonly trials: number;
  readonly shrinkingTrials: number;
  readonly faults: number;
  readonly inconclusive: number;
  readonly repeated: number;
  readonly invariants: readonly { readonly name: string; readonly state: "held" | "broken" }[];
  /** Every way in which a fault point can fail, with how often it did: the heat map. */
  readonly coverage: readonly {
    readonly at: string;
    readonly fault: Fault;
    readonly strikes: number;
  }[];
  /** `sometimes` checks that no trial reached. */
  readonly unseen: readonly string[];
  readonly behaviours: number;
  readonly brokenAtMost: number;
  readonly newBehaviour: number;
  /** For the picture of the trend; at most 200 entries. */
  readonly trend: readonly {
    readonly elapsedMs: number;
    readonly trials: number;
    readonly behaviours: number;
  }[];
}

export interface FindingRecord {
  /** 8 hex digits: a hash of world, kind, invariant, tier, faults and ending, so that it is the same on every machine. */
  readonly id: string;
  readonly state: "new" | "known";
  readonly kind: "violation" | "hang" | "crash" | "not-deterministic";
  readonly world: string;
  readonly invariant: string;
  readonly tier: "saga" | "platform";
  /** The minimal faults without their pass numbers, sorted: `lose-reply at payment.charge`. */
  readonly faults: readonly string[];
  /** How the execution ended: SUCCEEDED, FAILED, TIMED_OUT, STOPPED or RUNNING. */
  readonly ending: string;
  readonly message: string;
  /** Trials that fell into it. */
  readonly hits: number;
  readonly firstTrial: number;
  readonly firstFaults: number;
  readonly tries: number;
  readonly scenario: Scenario;
  /** For each burst of the scenario, what happens without it. */
  readonly needed: readonly { readonly fault: string; readonly without: string }[];
  /** Fields of the input whose value makes no difference. */
  readonly free: readonly string[];
  readonly hint: string | undefined;
  /** Where the scenario file is. */
  readonly file: string;
}
