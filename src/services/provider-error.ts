/** What an answer says that is no success. */
export interface ProviderProblem {
  /** As in HTTP. */
  readonly status: number;
  /** The provider's own word for it, such as `card_declined`. */
  readonly code: string;
  readonly message: string;
  /** Why the bank said no, for `card_declined`. */
  readonly declineCode?: string;
}

/** What a provider's client throws for an answer that is no success: callers branch on status and code. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly status: number;
  readonly code: string;
  readonly declineCode: string | undefined;

  constructor({ status, code, message, declineCode }: ProviderProblem) {
    super(message);
    this.status = status;
    this.code = code;
    this.declineCode = declineCode;
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
export function statusError(status: number, message: string): Error {
  return new ProviderError({ status, code: codesByStatus.get(status) ?? "api_error", message });
}

const codesByStatus: ReadonlyMap<number, string> = new Map([
  [401, "unauthorized"],
  [429, "rate_limit"],
  [502, "bad_gateway"],
]);
