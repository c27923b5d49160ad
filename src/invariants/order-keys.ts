import type { Requested } from "../kernel/request.ts";
import type { TraceIndex } from "../kernel/trace.ts";
import type { Invariant, Violation } from "./invariant.ts";
import { reading } from "./reading.ts";

/** A key, and where it was used first. */
interface Use {
  readonly key: unknown;
  readonly event: TraceIndex;
}

interface Keys {
  /** The key of each action, and where it was used first. */
  readonly byAction: Map<string, Use>;
  readonly byKey: Map<unknown, { readonly action: string; readonly event: TraceIndex }>;
  violation: Violation | undefined;
}

/**
 * D1, D2, M11. What is asked again is asked with the same key, and no key stands for two things; providers
 * would take the first for something else, and refuse the second. `mayRenew` names the calls that may be
 * decided on anew, each decision with a key of its own.
 */
export function eachActionHasOneKey(mayRenew: readonly string[] = []): Invariant {
  const keysIn = reading({
    of: ["call.requested"],
    begin: (): Keys => ({ byAction: new Map(), byKey: new Map(), violation: undefined }),
    take: (keys, event, index) => {
      if (!("key" in event.args)) return;
      keys.violation ??= use(keys, event, index, mayRenew);
    },
  });
  return {
    name: "each-action-has-one-key",
    remembers: (trace) => {
      const { byKey, violation } = keysIn(trace);
      return [violation !== undefined, Array.from(byKey, ([key, { action }]) => [key, action])];
    },
    check: ({ trace }) => keysIn(trace).violation,
  };
}

function use(
  { byAction, byKey }: Keys,
  event: Requested,
  index: TraceIndex,
  mayRenew: readonly string[],
): Violation | undefined {
  const { key, ...rest } = event.args;
  const action = `${event.name} ${JSON.stringify(rest)}`;
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
  return undefined;
}

/** Keys are known for a day: where one comes again later, the provider takes it for a new one. */
const keyTtlMs = 86_400_000;

interface FirstUses {
  readonly first: Map<string, { readonly atMs: number; readonly event: TraceIndex }>;
  violation: Violation | undefined;
}

/** D6. Nobody relies on a key that its provider has forgotten. */
export const keysAreUsedWhileTheyAreKnown: Invariant = {
  name: "keys-are-used-while-they-are-known",
  remembers: (trace) => {
    const { first, violation } = firstUsesIn(trace);
    return [violation !== undefined, Array.from(first, ([id, { atMs }]) => ({ id, atMs }))];
  },
  check: ({ trace }) => firstUsesIn(trace).violation,
};

const firstUsesIn = reading({
  of: ["call.requested"],
  begin: (): FirstUses => ({ first: new Map(), violation: undefined }),
  take: (uses, event, index) => {
    const id = keyedRequest(event);
    if (id === undefined) return;
    const earlier = uses.first.get(id);
    if (earlier === undefined) uses.first.set(id, { atMs: event.atMs, event: index });
    else if (event.atMs - earlier.atMs >= keyTtlMs) {
      uses.violation ??= {
        message: `${id} was asked again, more than a day after it was first`,
        witnesses: [earlier.event, index],
      };
    }
  },
});

function keyedRequest({ name, args }: Requested): string | undefined {
  return typeof args["key"] === "string" ? `${name} ${args["key"]}` : undefined;
}
