import { z } from "zod";
import type { ReplayOutcome, ReplayTask } from "../../campaign/replaying.ts";
import type { Trend } from "../../campaign/trend.ts";
import { scenarioSchema } from "../../trial/scenario.ts";

/** How a file to be replayed is kept. */
export const taskSchema: z.ZodType<ReplayTask> = z.strictObject({
  kind: z.enum(["regression", "corpus"]),
  file: z.string(),
  scenario: scenarioSchema,
});

/** How it is kept what came of replaying a file. */
export const outcomeSchema: z.ZodType<ReplayOutcome> = z.strictObject({
  ids: z.array(z.string()),
  verdict: z.enum(["held", "violated", "stuck", "inconclusive", "dead"]),
  isStale: z.boolean(),
});

/** How a trend is kept. */
export const trendSchema: z.ZodType<Trend> = z.array(
  z.strictObject({ elapsedMs: z.number(), trials: z.number(), behaviours: z.number() }),
);
