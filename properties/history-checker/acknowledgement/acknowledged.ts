import { echo } from "./echo.ts";
import { memory } from "./memory.ts";
import type { BrokenPromise, Observation } from "./observation.ts";
import { tokens } from "./tokens.ts";

const rules: readonly ((observations: readonly Observation[]) => Iterable<BrokenPromise>)[] = [
  memory,
  echo,
  tokens,
];

/** What the service promised to the sandboxes of one execution and did not keep, one line for each. */
export function brokenPromises(observations: readonly Observation[]): readonly string[] {
  return rules
    .flatMap((rule) => Array.from(rule(observations)))
    .map(({ invocation, says }) => `invocation ${invocation}: ${says}`);
}
