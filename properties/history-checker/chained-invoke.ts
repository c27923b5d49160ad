import { operationsOf } from "./event-kinds.ts";
import { once } from "./once.ts";
import { type Illegality, type Recorded, illegal } from "./recorded.ts";

/** A function is invoked once, by its name, and ends in one way. */
export function* chainedInvoke({ history }: Recorded): Generator<Illegality> {
  for (const events of operationsOf("CHAINED_INVOKE", history)) {
    yield* once(events);
    const [started] = events;
    if (started.ChainedInvokeStartedDetails?.FunctionName === "") {
      yield illegal(started, "invokes no function");
    }
  }
}
