import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { Invariant } from "./invariant.ts";

type Requested = Extract<TraceEvent, { kind: "call.requested" }>;

/** A key, and where it was used first. */
interface Use {
  readonly key: unknown;
  readonly event: TraceIndex;
}

/**
 * D1, D2, M11. What is asked again is asked with the same key, and no key stands for two things; providers
 * would take the first for something else, and refuse the second. `mayRenew` names the calls that may be
 * decided on anew, each decision with a key of its own.
 */
export function eachActionHasOneKey(mayRenew: readonly string[] = []): Invariant {
  return {
    name: "each-action-has-one-key",
    check({ trace }) {
      const byAction = new Map<string, Use>();
      const byKey = new Map<unknown, { readonly action: string; readonly event: TraceIndex }>();
      for (const [index, event] of trace.entries()) {
        if (event.kind !== "call.requested" || !("key" in event.args)) continue;
        const { key } = event.args;
        const action = actionOf(event);
        const earlier = byAction.get(action);
        if (earlier === undefined) byAction.set(action, { key, event: index });
        else if (earlier.key !== key && !mayRenew.includes(event.name)) {
          return {
            message: `${event.name} was asked again with key ${JSON.stringify(key)} after ${JSON.stringify(earlier.key)}`,
            witnesses: [earlier.event, index],
          };
        }
        const owner = byKey.get(key);
        if (owner === undefined) byKey.set(key, { action, event: index });
        else if (owner.action !== action) {
          return {
            message: `key ${JSON.stringify(key)} was used for ${event.name} and for something else`,
            witnesses: [owner.event, index],
          };
        }
      }
      return undefined;
    },
  };
}

/** The call with all that it asks but its key. */
function actionOf({ name, args }: Requested): string {
  const { key: _, ...rest } = args;
  return `${name} ${JSON.stringify(rest)}`;
}
