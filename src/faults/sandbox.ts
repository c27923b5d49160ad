import type { Owner } from "../kernel/event-loop.ts";

/** One invocation's process, as the faults see it: what can happen to it, whatever it is doing. */
export interface Sandbox extends Owner {
  /** Whether it has not been told the token for its next checkpoint. */
  isWithoutToken: boolean;
  /** Counts from 1, over all functions of a trial. */
  readonly invocation: number;
  /** Whether it runs the latest invocation of an execution that is still open. */
  readonly isCurrent: boolean;
  /** None of its code runs again; the service will notice and invoke once more. */
  crash(): void;
  /** It sees what it was just told, and dies before anything else happens. */
  doom(): void;
  /** Nothing of it makes progress any more; the function's time limit ends it. */
  stall(): void;
  /** The service takes it for dead and invokes again, while it runs on. */
  orphan(): void;
  /** Its execution ends from outside: someone stops it, or its time limit passes. */
  endExecution(how: "stop" | "expire"): void;
}
