import { Tether } from "../kernel/tether.ts";
import { type CallEnvironment, CallExchange, type Request } from "./call-exchange.ts";
import type { CallSettings } from "./call-settings.ts";
import type { Effect } from "./effect.ts";
import { overTheWire } from "./wire.ts";

/**
 * The wire between the code under test and the fake services. Arguments and values cross it as
 * JSON, as they would a real one.
 */
export class CallBoundary {
  readonly #exchange: Tether<CallExchange>;

  constructor(environment: CallEnvironment, settings: CallSettings) {
    this.#exchange = new Tether(environment.loop, new CallExchange(environment, settings));
  }

  /**
   * Sends a request; `name` reads `payment.charge`, `args` are shown in the trace, `possible` is what
   * may go wrong with it.
   */
  call<Args extends Readonly<Record<string, unknown>>, Value>(
    name: string,
    sent: Args,
    serve: Effect<Args, Value>,
    possible?: Request<Args, Value>["possible"],
  ): Promise<Value> {
    const args = overTheWire(sent);
    return new Promise((resolve, reject) =>
      this.#exchange.end?.send({ name, args, serve, possible }, { resolve, reject }),
    );
  }
}
