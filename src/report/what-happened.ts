import type { TraceIndex } from "../kernel/trace.ts";
import type { TrialResult } from "../trial/trial.ts";
import { renderLedgers } from "./ledgers.ts";
import { page } from "./page.ts";
import { renderTimeline } from "./timeline.ts";

/** The story of a trial and the books of its services; the events in `witnesses` are marked. */
export function renderWhatHappened(
  result: Pick<TrialResult, "trace" | "outcome" | "invocations" | "ledgers">,
  witnesses: readonly TraceIndex[],
): string {
  return page(
    "  What happened      virtual time; ! = injected fault, ✗ = breaks the invariant, #2 = 2nd attempt",
    renderTimeline(result, witnesses),
    "",
    "  Ledgers            what the services' own books say",
    renderLedgers(result.ledgers, result.trace, witnesses),
  );
}
