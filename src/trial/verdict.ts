import type { FaultSeam } from "../faults/fault-seam.ts";
import type { BrokenInvariant } from "../invariants/judge.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import type { Cut } from "../lambda/service.ts";

/** What a trial says: the invariants held, one was violated, it never ended, or nobody can tell. */
export type Verdict = "held" | "violated" | "stuck" | "inconclusive";

/** Name of the liveness statement, which the engine itself judges. */
export const endsAfterFaultsStop = "ends-after-faults-stop";

/** What liveness is judged by. */
export interface LivenessEvidence {
  readonly cut: Cut | undefined;
  readonly trace: readonly TraceEvent[];
  readonly seam: Pick<FaultSeam, "strikes" | "passed">;
}

/**
 * Once faults stop, an execution ends. A trial that hits a bound is `stuck` if faults had stopped
 * for at least half of it, and `inconclusive` if they had not.
 */
export function judgeLiveness({ cut, trace, seam }: LivenessEvidence): {
  readonly verdict: Verdict;
  readonly violations: readonly BrokenInvariant[];
} {
  if (cut === undefined) return { verdict: "held", violations: [] };
  if (!isAboutCode(cut)) {
    return { verdict: "inconclusive", violations: [] };
  }
  if (cut.kind === "bound" && !faultsHadStopped(seam)) {
    return { verdict: "inconclusive", violations: [] };
  }
  const last = trace.findLastIndex(({ kind }) => kind === "invocation.ended");
  const witnesses = last === -1 ? [] : [last];
  const violation = { message: describeCut(cut, trace[last]), witnesses };
  return { verdict: "stuck", violations: [{ invariant: endsAfterFaultsStop, violation }] };
}

/** A cut that tells something of the code under test, rather than of what cannot be simulated. */
type CodeCut = Extract<Cut, { kind: "bound" | "endless-loop" }>;

function isAboutCode(cut: Cut): cut is CodeCut {
  return cut.kind === "bound" || cut.kind === "endless-loop";
}

function faultsHadStopped({ strikes, passed }: LivenessEvidence["seam"]): boolean {
  const last = strikes.at(-1);
  if (last === undefined) return true;
  const index = passed.findLastIndex(({ at, nth }) => at === last.at && nth === last.nth);
  return index < passed.length / 2;
}

function describeCut(cut: CodeCut, last: TraceEvent | undefined): string {
  if (cut.kind === "endless-loop") {
    return `the code under test kept the processor for ${cut.limitMs} ms without ever waiting: an endless loop`;
  }
  const what = cut.bound === "maxInvocations" ? "invocations" : "events";
  const why =
    last?.kind === "invocation.ended" && last.error !== undefined
      ? `; the last invocation ${last.end}: ${last.error.ErrorType ?? "error"}, ${last.error.ErrorMessage ?? ""}`
      : "";
  return `the execution had not ended after ${cut.limit} ${what}${why}`;
}
