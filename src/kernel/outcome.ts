/** An error on AWS's wire: class name and message; the class itself does not survive. */
export interface WireError {
  readonly ErrorType?: string | undefined;
  readonly ErrorMessage?: string | undefined;
  readonly ErrorData?: string | undefined;
  readonly StackTrace?: string[] | undefined;
}

/** How an execution ended; `RUNNING` when a bound of the trial cut it off before it did. */
export type Outcome =
  | { readonly status: "SUCCEEDED"; readonly result: string | undefined }
  | { readonly status: "FAILED" | "TIMED_OUT" | "STOPPED"; readonly error: WireError }
  | { readonly status: "RUNNING" };
