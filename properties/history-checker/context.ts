import { operationsOf } from "./event-kinds.ts";
import { once } from "./once.ts";
import type { Illegality, Recorded } from "./recorded.ts";

/** A context starts once and ends once; what is in it is a matter of ancestry. */
export function* context({ history }: Recorded): Generator<Illegality> {
  for (const events of operationsOf("CONTEXT", history)) yield* once(events);
}
