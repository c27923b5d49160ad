import { builtinModules } from "node:module";
import { UsageError } from "../errors.ts";

// A list that Node itself has made: in a `vm` context it is of another `Array` than the one there.
if (Object.getPrototypeOf(builtinModules) !== Array.prototype) {
  throw new UsageError(
    "durable-chaos does not run in a vm context, such as in Vitest's pools vmThreads and vmForks: the " +
      'globals there are not those of Node, and cannot be made virtual; set pool: "forks" or "threads"',
  );
}
