import { flushCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";

/** The newest Node whose V8 is known to have the flag; another one would complain of it. */
const newestNode = 26;

/**
 * Has V8 optimise a function when it has run 500 times. By default it waits for 3,000, and much of the SDK runs once
 * an invocation: a search of three faults is half over before that is fast. For whole programs, when all is loaded: compiled
 * code that is kept is good only for the flags with which it was written down.
 */
export function optimiseEarly(): void {
  if (Number.parseInt(process.versions.node) > newestNode) return;
  flushCompileCache();
  setFlagsFromString("--invocation-count-for-turbofan=500");
}
