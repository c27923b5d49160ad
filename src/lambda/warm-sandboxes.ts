import { invocationEndFaults } from "../faults/fault.ts";
import { invocationEnd } from "../faults/place.ts";
import type { DurableApi } from "./client.ts";
import type { Invocation, InvocationResult } from "./invocation.ts";

/**
 * What becomes of a sandbox when its invocation has returned. Lambda freezes it with whatever it
 * left running, and may thaw it for the next invocation; usually nothing of that is ever seen.
 */
export class WarmSandboxes {
  readonly #api: DurableApi;
  #frozen: readonly Invocation[] = [];

  constructor(api: DurableApi) {
    this.#api = api;
  }

  /** Whether the last one was frozen, and not ended. */
  get isWarm(): boolean {
    return this.#frozen.length > 0;
  }

  /** Ends a sandbox, or freezes it; the result is lost where it dies before its response arrives. */
  end(invocation: Invocation, result: InvocationResult): InvocationResult {
    if (result.kind !== "returned") {
      invocation.kill();
      return result;
    }
    const { environment, pointOf } = this.#api;
    const { loop, seam } = environment;
    const fault = seam.decide(pointOf(invocationEnd), invocationEndFaults, loop.elapsedMs);
    if (fault === "thaw") {
      invocation.freeze();
      this.#frozen = [invocation];
      return result;
    }
    invocation.kill();
    return fault === "crash" ? crashedAtEnd : result;
  }

  /** The next invocation runs where the last one was frozen. */
  thawInto(invocation: Invocation): void {
    invocation.host(this.#frozen);
    this.#frozen = [];
  }
}

const crashedAtEnd: InvocationResult = {
  kind: "crashed",
  error: {
    ErrorType: "Runtime.ExitError",
    ErrorMessage: "Error: Runtime exited: the sandbox crashed",
  },
};
