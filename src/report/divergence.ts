import type { TraceEvent } from "../kernel/trace.ts";
import type { Divergence } from "../search/finding.ts";
import { renderSchedule } from "./bursts.ts";
import { hang, page } from "./page.ts";
import { renderTraceEvent } from "./trace.ts";
import { renderValue } from "./value.ts";

/** The first difference between two runs of one plan, and where such differences come from. */
export function renderDivergence({ scenario, index, first, second }: Divergence): string {
  return page(
    "! not deterministic: one plan gave two different runs",
    hang("    input   ", renderValue(scenario.input)),
    hang("    faults  ", renderSchedule(scenario.faults)),
    `    first difference, event ${index}`,
    hang("      1st   ", describe(first)),
    hang("      2nd   ", describe(second)),
    hang(
      "  Hint    ",
      "The code under test depends on something outside the trial. Look for state that outlives an execution, such as a module's variable or a cache, and for a clock or randomness that was taken hold of before durable-chaos was loaded.",
    ),
  );
}

function describe(event: TraceEvent | undefined): string {
  return event === undefined ? "the run is over" : renderTraceEvent(event);
}
