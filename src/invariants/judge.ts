import { BugError, UsageError } from "../kernel/errors.ts";
import type { FinishedTrial, Invariant, Violation } from "./invariant.ts";

/** Which invariant does not hold, and the proof. */
export interface BrokenInvariant {
  readonly invariant: string;
  readonly violation: Violation;
}

/** All violations of a trial, in the order of the list. */
export function judge<Input, Ledgers>(
  invariants: readonly Invariant<Input, Ledgers>[],
  trial: FinishedTrial<Input, Ledgers>,
): readonly BrokenInvariant[] {
  const broken: BrokenInvariant[] = [];
  for (const invariant of invariants) {
    const violation = checkOne(invariant, trial);
    if (violation !== undefined) broken.push({ invariant: invariant.name, violation });
  }
  return broken;
}

function checkOne<Input, Ledgers>(
  invariant: Invariant<Input, Ledgers>,
  trial: FinishedTrial<Input, Ledgers>,
): Violation | undefined {
  try {
    return invariant.check(trial);
  } catch (error) {
    // Our own mistake is not the mistake of whoever wrote the list.
    if (error instanceof BugError) throw error;
    throw new UsageError(
      `invariant "${invariant.name}" threw ${JSON.stringify(String(error))}; return { message, witnesses } when it breaks, undefined when it holds`,
      { cause: error },
    );
  }
}
