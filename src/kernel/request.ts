import type { TraceEvent } from "./trace.ts";

/** Code under test called a service. */
export type Requested = Extract<TraceEvent, { kind: "call.requested" }>;

/** By number of the call: one trial runs at a time, and many ask for the texts of its requests. */
const latest: { readonly args: Requested["args"]; readonly text: string }[] = [];

/** A request with all that it asks, as a text: equal for repeats. */
export function requestOf({ call, name, args }: Pick<Requested, "call" | "name" | "args">): string {
  const known = latest[call];
  if (known !== undefined && known.args === args) return known.text;
  const text = `${name} ${JSON.stringify(args)}`;
  latest[call] = { args, text };
  return text;
}
