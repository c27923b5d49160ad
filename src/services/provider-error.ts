/** What an answer says that is no success. */
export interface ProviderProblem {
  /** As in HTTP. */
  readonly status: number;
  /** The provider's own word for it, such as `card_declined`. */
  readonly code: string;
  readonly message: string;
  /** Why the bank said no, for `card_declined`. */
  readonly declineCode?: string;
  /** As in the header: how long to wait before asking again. */
  readonly retryAfterSeconds?: number;
}

/** What a provider's client throws for an answer that is no success: callers branch on status and code. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly status: number;
  readonly code: string;
  readonly declineCode: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor({ status, code, message, declineCode, retryAfterSeconds }: ProviderProblem) {
    super(message);
    this.status = status;
    this.code = code;
    this.declineCode = declineCode;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A request that the provider refuses as a matter of business; nothing changed. */
export function refusedWith(
  status: number,
  code: string,
  message: string,
): { readonly kind: "refused"; readonly error: Error } {
  return { kind: "refused", error: new ProviderError({ status, code, message }) };
}

/** The words of whoever stands before a provider: a gateway, a rate limiter, the door. */
export function statusError(status: number, message: string, retryAfterMs?: number): Error {
  const code = codesByStatus.get(status) ?? "api_error";
  const advice = retryAfterMs === undefined ? {} : { retryAfterSeconds: retryAfterMs / 1_000 };
  return new ProviderError({ status, code, message, ...advice });
}

const codesByStatus: ReadonlyMap<number, string> = new Map([
  [401, "unauthorized"],
  [429, "rate_limit"],
  [502, "bad_gateway"],
  [503, "unavailable"],
]);
