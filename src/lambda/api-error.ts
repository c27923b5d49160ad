/** An error as the AWS client throws it; the SDK reads `name` and the status code. */
export class ApiError extends Error {
  /** Absent where no answer came at all. */
  readonly $metadata: { readonly httpStatusCode: number } | undefined;

  constructor(name: string, message: string, httpStatusCode: number | undefined) {
    super(message);
    this.name = name;
    this.$metadata = httpStatusCode === undefined ? undefined : { httpStatusCode };
  }
}

/** What a rejecting fault answers instead of doing what was asked. */
export function injectedError(fault: "throttle" | "server-error" | "client-error"): ApiError {
  switch (fault) {
    case "throttle":
      return new ApiError("TooManyRequestsException", "Rate exceeded", 429);
    case "server-error":
      return new ApiError("ServiceException", "Service unavailable", 500);
    case "client-error":
      return refusal("Rejected by an injected fault");
  }
}

/** The service's own refusal; what a request's members look like is judged before the service sees it. */
export function refusal(message: string): ApiError {
  const isOfShape = message.startsWith("1 validation error detected");
  const name = isOfShape ? "ValidationException" : "InvalidParameterValueException";
  return new ApiError(name, message, 400);
}

/** No answer, after all that the AWS client tries by itself. */
export function networkError(): ApiError {
  return new ApiError("TimeoutError", "socket hang up", undefined);
}
