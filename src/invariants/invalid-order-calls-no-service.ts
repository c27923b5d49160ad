import { endOfExecution } from "./failed-order.ts";
import type { Invariant } from "./invariant.ts";

/** An order that cannot exist is turned down before it has any effect. */
export function invalidOrderCallsNoService<Input>(
  isValid: (input: Input) => boolean,
): Invariant<Input> {
  return {
    name: "invalid-order-calls-no-service",
    check({ input, outcome, trace }) {
      if (isValid(input)) return undefined;
      for (const [index, event] of trace.entries()) {
        if (event.kind !== "call.requested") continue;
        return {
          message: `the order is not valid, but ${event.name} was called`,
          witnesses: [index],
        };
      }
      if (outcome.status !== "SUCCEEDED") return undefined;
      return {
        message: "the order is not valid, but its execution succeeded",
        witnesses: [endOfExecution(trace)],
      };
    },
  };
}
