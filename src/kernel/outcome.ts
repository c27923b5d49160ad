/** An error on AWS's wire: class name and message; the class itself does not survive. */
export interface WireError {
  readonly ErrorType?: string | undefined;
  readonly ErrorMessage?: string | undefined;
  readonly ErrorData?: string | undefined;
  readonly StackTrace?: string[] | undefined;
}

/** How an execution ended. */
export type ClosedOutcome =
  | { readonly status: "SUCCEEDED"; readonly result: string | undefined }
  | { readonly status: "FAILED" | "TIMED_OUT" | "STOPPED"; readonly error: WireError };

/** How an execution stands; `RUNNING` when a bound of the trial cut it off before it ended. */
export type Outcome = ClosedOutcome | { readonly status: "RUNNING" };
