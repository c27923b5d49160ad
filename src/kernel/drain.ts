/*
 * Quiescence: the moment at which code under test can do nothing more until the world does
 * something. The engine is written as generators that yield where they need it, and a driver
 * brings it about.
 *
 * `process._tickCallback` is what Node itself runs between two timers: it empties the queues of
 * `process.nextTick` and of microtasks, synchronously. It is deprecated in the documentation only
 * (DEP0134), yet it may go, so that a slower driver, which hops through Node's event loop, stands
 * by.
 */
import { MessageChannel } from "node:worker_threads";

/** Work of the engine; each `yield` means "let everything that can run, run". */
export type Quiescing<T> = Generator<void, T, void>;

// The sandbox replaces these later; this file needs the machine's own.
const { setImmediate: realSetImmediate, queueMicrotask: realQueueMicrotask } = globalThis;

const { _tickCallback }: { _tickCallback?: () => void } = Object(process);

/** Runs every tick and microtask, and those they queue; only in a macrotask (`drainWorks`). */
export const drain: () => void = _tickCallback ?? (() => {});

/** Runs the work to its end in one synchronous call; needs `drainWorks()`. */
export function driveNow<T>(work: Quiescing<T>): T {
  let step = work.next();
  while (step.done !== true) {
    drain();
    step = work.next();
  }
  return step.value;
}

/** Runs the next steps of the work until it is `enough`, one at least, and tells whether any are left. */
export function driveSome(work: Quiescing<unknown>, isEnough: () => boolean): "done" | "more" {
  do {
    if (work.next().done === true) return "done";
    drain();
  } while (!isEnough());
  return "more";
}

/** Runs the work with a turn of Node's event loop for each `yield`, during which others run too. */
export async function driveHopping<T>(work: Quiescing<T>): Promise<T> {
  const hops = new Hops();
  try {
    let step = work.next();
    while (step.done !== true) {
      await hops.next();
      step = work.next();
    }
    return step.value;
  } finally {
    hops.close();
  }
}

/** Whether draining works here: not from inside a microtask, where V8 does not start another. */
export function drainWorks(): boolean {
  let ran = false;
  realQueueMicrotask(() => {
    ran = true;
  });
  drain();
  return ran;
}

/** Runs synchronous work where draining works, whatever the caller is in the middle of. */
export async function inMacrotask<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    realSetImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    });
  });
}

/** Turns of Node's event loop: a message between two ports of our own takes exactly one. */
class Hops {
  readonly #channel: MessageChannel = new MessageChannel();
  #arrived: (() => void) | undefined = undefined;

  constructor() {
    this.#channel.port2.on("message", () => this.#arrived?.());
  }

  async next(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
      this.#channel.port1.postMessage(undefined);
    });
  }

  close(): void {
    this.#channel.port1.close();
  }
}
