/** A mistake of the person who uses durable-chaos: one line that says what to do; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A mistake of durable-chaos itself; please report it with the command that led here. */
export class BugError extends Error {
  override readonly name = "BugError";
}

/** Throws a `BugError` unless `condition` holds; for what only our own bug could break. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new BugError(message);
}

/** Marks a `switch` as exhaustive: a new member of the union stops it from compiling. */
export function unreachable(value: never): never {
  throw new BugError(`unreachable value ${JSON.stringify(value)}`);
}
