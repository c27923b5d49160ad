import { z } from "zod";
import { type Fault, type FaultFamily, allFaults, faultFamilies } from "../faults/fault.ts";
import { type Scenario, scenarioSchema } from "../trial/scenario.ts";
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

/** What the trials of one world come to. */
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

/** What broke, as small as it could be made, once for each id. */
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

/** A finding as whoever found it can tell: new or known, and how often, is for the whole campaign to say. */
export type FoundRecord = Omit<FindingRecord, "state" | "hits" | "file">;

const count = z.int().min(0);
const share = z.number().min(0).max(1);

const foundShape = {
  id: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .describe("The same for the same finding on every machine."),
  kind: z.enum(["violation", "hang", "crash", "not-deterministic"]),
  world: z.string(),
  invariant: z.string(),
  tier: z.enum(["saga", "platform"]),
  faults: z.array(z.string()).describe("The minimal faults without their pass numbers, sorted."),
  ending: z.string().describe("SUCCEEDED, FAILED, TIMED_OUT, STOPPED or RUNNING."),
  message: z.string(),
  firstTrial: count.describe("Number of the trial in the campaign, from 1; 0 for a replayed file."),
  firstFaults: count,
  tries: count.describe("Trials that shrinking took."),
  scenario: scenarioSchema,
  needed: z.array(z.strictObject({ fault: z.string(), without: z.string() })),
  free: z.array(z.string()).describe("Fields of the input whose value makes no difference."),
  hint: z.string().optional(),
};

/** How a finding is kept in a store. */
export const foundSchema: z.ZodType<FoundRecord> = z
  .strictObject(foundShape)
  .transform((record) => ({ ...record, hint: record.hint }));

const findingSchema: z.ZodType<FindingRecord> = z
  .strictObject({
    ...foundShape,
    state: z.enum(["new", "known"]),
    hits: count.describe("Trials that fell into it."),
    file: z.string().describe("Where the scenario file is."),
  })
  .transform((record) => ({ ...record, hint: record.hint }));

const worldSchema: z.ZodType<WorldFigures> = z.strictObject({
  world: z.string(),
  trials: count,
  shrinkingTrials: count,
  faults: count,
  inconclusive: count,
  repeated: count,
  invariants: z.array(z.strictObject({ name: z.string(), state: z.enum(["held", "broken"]) })),
  coverage: z.array(z.strictObject({ at: z.string(), fault: z.enum(allFaults), strikes: count })),
  unseen: z.array(z.string()),
  behaviours: count,
  brokenAtMost: share.describe("Of such trials, with 95 % confidence."),
  newBehaviour: share.describe("Of further trials, those that would do what none has yet."),
  trend: z
    .array(z.strictObject({ elapsedMs: z.number().min(0), trials: count, behaviours: count }))
    .max(200),
});

/** What a report file may say; the JSON schema of it is made from this. */
export const campaignReportSchema: z.ZodType<CampaignReport> = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ version: z.string(), node: z.string(), sdk: z.string() }),
  campaign: z.strictObject({
    seed: z.union([z.string(), z.number()]),
    startedAt: z.iso.datetime(),
    elapsedMs: z.number().min(0),
    workers: z.int().min(1),
    shards: z.array(z.strictObject({ index: z.int().min(1), of: z.int().min(1) })).min(1),
    families: z.array(z.enum(faultFamilies)),
    endedBy: z.enum(["time", "trials", "idle", "interrupt"]),
  }),
  worlds: z.array(worldSchema),
  findings: z.array(findingSchema),
  fixed: z.array(
    z.strictObject({ file: z.string(), world: z.string(), invariants: z.array(z.string()) }),
  ),
});
