import type { EventLoop } from "./event-loop.ts";

/**
 * What code under test holds on to of its trial, until that is over. V8 puts a function that is written as
 * `this.debug = (...) => {}`, as in the SDK's loggers, where only full collections look: what the SDK can reach lives
 * on until the next of these, and was a whole trial each time.
 */
export class Tether<T extends object> {
  #end: T | undefined;

  constructor(loop: EventLoop, end: T) {
    this.#end = end;
    loop.whenOver(() => {
      this.#end = undefined;
    });
  }

  /** What it is tied to; `undefined` when the trial is over. */
  get end(): T | undefined {
    return this.#end;
  }
}
