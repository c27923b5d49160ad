import { type Bucket, violationIn } from "../search/bucket.ts";
import { type Counterexample, confirm } from "../search/confirm.ts";
import type { Divergence, Finding } from "../search/finding.ts";
import type { Prober } from "../search/prober.ts";
import type { FirstSight } from "../search/random.ts";
import { type Shrunk, shrinkGuarded } from "../search/shrink.ts";
import { brokenIn } from "../search/write-down.ts";
import { assert } from "../kernel/errors.ts";
import { type TrialResult, traceHash } from "../trial/trial.ts";
import { findingId, identityOf } from "./finding-id.ts";

/** Something that a worker has to tell: a finding, or the proof that the code under test is not deterministic. */
export type Sighting =
  | { readonly kind: "violation"; readonly id: string; readonly finding: Finding }
  | { readonly kind: "diverged"; readonly divergence: Divergence; readonly trial: number };

/** The first violation of a bucket in a stint, or in a file. */
export interface Suspect {
  readonly bucket: Bucket;
  readonly result: TrialResult;
  readonly first: FirstSight;
}

/** How much is made of a suspect. */
export interface Effort {
  /** Whether it is shrunk and confirmed; a worker may have died of that before. */
  readonly isShrunk: boolean;
  /** Whether somebody has confirmed a finding of that id already. */
  readonly isConfirmed: (id: string) => boolean;
}

/** Shrinks a violation and confirms it; no sighting where an earlier one of the same id has been confirmed. */
export function sight(
  prober: Prober,
  suspect: Suspect,
  { isShrunk, isConfirmed }: Effort,
): { readonly id: string; readonly sighting: Sighting | undefined } {
  const { bucket, result, first } = suspect;
  const shrunk = isShrunk ? shrinkGuarded(prober, bucket, result) : { result, tries: 0 };
  const id = findingId(identityOf(prober.world.name, bucket, shrunk.result));
  if (isConfirmed(id)) return { id, sighting: undefined };
  const rest = {
    bucket,
    firstTrial: first.trial,
    firstFaults: first.faults,
    tries: shrunk.tries,
    isProvenSmallest: false,
    // A campaign has a finding of its own for each.
    ways: { told: [], unknown: 0 },
  };
  if (!isShrunk) {
    return {
      id,
      sighting: { kind: "violation", id, finding: { ...raw(prober, suspect), ...rest } },
    };
  }
  return { id, sighting: confirmed(prober, bucket, shrunk, { id, rest }) };
}

function confirmed(
  prober: Prober,
  bucket: Bucket,
  { result }: Shrunk,
  {
    id,
    rest,
  }: {
    readonly id: string;
    readonly rest: Pick<
      Finding,
      "bucket" | "firstTrial" | "firstFaults" | "tries" | "isProvenSmallest" | "ways"
    >;
  },
): Sighting {
  const confirmation = confirm(prober, bucket, result, true);
  if (confirmation.kind === "diverged") {
    return { kind: "diverged", divergence: confirmation.divergence, trial: rest.firstTrial };
  }
  return { kind: "violation", id, finding: { ...confirmation.counterexample, ...rest } };
}

/** As it was found, and nothing tried with it. */
function raw(prober: Prober, { bucket, result }: Suspect): Counterexample {
  const broken = violationIn(result, bucket);
  assert(broken !== undefined, "a suspect is not in its own bucket");
  return {
    violation: broken.violation,
    scenario: brokenIn(prober.world, bucket, result),
    result,
    traceHash: traceHash(result),
    necessity: [],
    substitutions: [],
    decisive: { kind: "none", why: "not asked" },
    free: [],
  };
}
