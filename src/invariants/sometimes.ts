import { UsageError } from "../kernel/errors.ts";
import type { FinishedTrial } from "./invariant.ts";

/**
 * Something that has to happen in some trial, or the trials were too tame to tell anything: an undo that
 * never ran was never tested.
 */
export interface Sometimes<Input = unknown, Ledgers = unknown> {
  /** A clause, in kebab-case; never changes. */
  readonly name: string;
  readonly happened: (trial: FinishedTrial<Input, Ledgers>) => boolean;
}

/** Those of the names whose events have not happened in this trial either. */
export function stillUnseen<Input, Ledgers>(
  all: readonly Sometimes<Input, Ledgers>[],
  names: readonly string[],
  trial: FinishedTrial<Input, Ledgers>,
): readonly string[] {
  return all
    .filter((one) => names.includes(one.name) && !happenedIn(one, trial))
    .map(({ name }) => name);
}

function happenedIn<Input, Ledgers>(
  { name, happened }: Sometimes<Input, Ledgers>,
  trial: FinishedTrial<Input, Ledgers>,
): boolean {
  try {
    return happened(trial);
  } catch (error) {
    throw new UsageError(
      `sometimes "${name}" threw ${JSON.stringify(String(error))}; return whether it has happened`,
      { cause: error },
    );
  }
}
