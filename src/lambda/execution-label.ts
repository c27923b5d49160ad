import { pointWithin } from "../faults/place.ts";

/** What the fault points, invocations and operations of an execution are told apart by from others. */
export interface ExecutionLabel {
  /** None for the execution under test. */
  readonly label: string | undefined;
  /** Whether another execution invoked it; otherwise it was started beside. */
  readonly isInvoked: boolean;
}

/** A fault point of that execution. */
export function pointIn({ label }: ExecutionLabel, point: string): string {
  return label === undefined ? point : pointWithin(label, point);
}

/** Whose invocation it is, as traces say it. */
export function labelled({ label, isInvoked }: ExecutionLabel): {
  readonly function?: string;
  readonly execution?: string;
} {
  if (label === undefined) return {};
  return isInvoked ? { function: label } : { execution: label };
}
