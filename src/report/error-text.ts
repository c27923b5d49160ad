import type { WireError } from "../kernel/outcome.ts";
import { cut } from "./value.ts";

/** `NetworkError: connection reset`, or whichever half there is. */
export function renderError({ ErrorType, ErrorMessage }: WireError): string {
  const parts = [ErrorType, ErrorMessage].filter((part) => part !== undefined && part !== "");
  return parts.length === 0 ? "an error without a message" : cut(parts.join(": "));
}
