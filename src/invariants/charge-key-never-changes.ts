import type { TraceIndex } from "../kernel/trace.ts";
import type { Invariant } from "./invariant.ts";

/** Which argument of which call carries the idempotency key. */
export interface KeyedCall {
  /** As in a trace: `payment.charge`. */
  readonly call: string;
  readonly key: string;
}

/** All attempts at a charge carry one idempotency key, or the provider takes them for several. */
export function chargeKeyNeverChanges({ call, key }: KeyedCall): Invariant {
  return {
    name: "charge-key-never-changes",
    check({ trace }) {
      let first: { readonly key: unknown; readonly event: TraceIndex } | undefined;
      for (const [index, event] of trace.entries()) {
        if (event.kind !== "call.requested" || event.name !== call) continue;
        const its = event.args[key];
        // No key is not the same key: it protects nothing.
        if (its === undefined) {
          return { message: `${call} was called without "${key}"`, witnesses: [index] };
        }
        first ??= { key: its, event: index };
        if (its === first.key) continue;
        return {
          message: `${call} was called with "${key}" ${JSON.stringify(its)} after ${JSON.stringify(first.key)}`,
          witnesses: [first.event, index],
        };
      }
      return undefined;
    },
  };
}
