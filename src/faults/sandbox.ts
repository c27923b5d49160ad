import type { Owner } from "../kernel/event-loop.ts";

/** One invocation's process, as the faults see it: it can die at once, or hang until its deadline. */
export interface Sandbox extends Owner {
  /** Counts from 1 within an execution. */
  readonly invocation: number;
  /** None of its code runs again; the service will notice and invoke once more. */
  crash(): void;
  /** Nothing of it makes progress any more; the function's time limit ends it. */
  stall(): void;
}
