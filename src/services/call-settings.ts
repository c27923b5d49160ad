/** How the calls of a world's services travel. */
export interface CallSettings {
  /** From the request to its effect and the reply, virtual ms. */
  readonly callLatencyMs: number;
  /** After this the client of a service gives up and reports a failure, virtual ms. */
  readonly callTimeoutMs: number;
  /** How much later than its caller's timeout a late effect lands, virtual ms. */
  readonly lateEffectMs: number;
  /** The error that the code under test's client throws when it cannot know what happened. */
  readonly transportError: (message: string) => Error;
  /** The error that it throws for an answer by whoever stands before a service, such as 429 or 502. */
  readonly statusError: (status: number, message: string, retryAfterMs?: number) => Error;
}
