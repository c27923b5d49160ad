import { timerFaults } from "../faults/fault.ts";
import { timerPoint } from "../faults/place.ts";
import type { VirtualTimer } from "../kernel/event-loop.ts";
import type { DurableApi } from "./client.ts";
import { momentOf } from "./environment.ts";

/** The moves that the service owes to the operations of one execution, as timers of the loop. */
export class OperationClocks {
  readonly #api: () => DurableApi;
  readonly #rank: () => number;
  readonly #onStruck: () => void;
  readonly #timers = new Map<string, VirtualTimer>();

  /**
   * `rank` tells which execution it is, of those that are open; `onStruck` is called after each move, which the
   * handler should hear of.
   */
  constructor(api: () => DurableApi, rank: () => number, onStruck: () => void) {
    this.#api = api;
    this.#rank = rank;
    this.#onStruck = onStruck;
  }

  /** The service will move an operation at that virtual epoch ms, or no more. */
  set(operationId: string, dueMs: number | undefined): void {
    this.#timers.get(operationId)?.close();
    if (dueMs === undefined) {
      this.#timers.delete(operationId);
      return;
    }
    const { loop } = this.#api().environment;
    const what = () => `clock ${this.#rank()} ${operationId}`;
    const timer = loop.tick(dueMs - loop.nowMs, () => this.#strike(operationId), what);
    this.#timers.set(operationId, timer);
  }

  /** Moves an operation, unless something else of the same moment comes first. */
  #strike(operationId: string): void {
    const { environment, execution, pointOf } = this.#api();
    const { loop, seam } = environment;
    if (loop.hasTie) {
      const { Name } = execution.operation(operationId) ?? {};
      const at = pointOf(timerPoint(Name ?? operationId));
      if (seam.decide(at, timerFaults, loop.elapsedMs) === "defer") {
        execution.putOff(operationId, loop.nowMs);
        return;
      }
    }
    execution.moveByClock(operationId, momentOf(loop));
    this.#onStruck();
  }
}
