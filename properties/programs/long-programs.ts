import type fc from "fast-check";
import { isConcerned } from "./official-runner-deviations.ts";
import { statementsOf } from "./places.ts";
import { programArbitrary } from "./program-arbitrary.ts";
import type { Program } from "./program.ts";

const secondsOfDay = 86_400;

/** Programs that take days: only a runner that skips time can have a try at those. */
export const longProgramArbitrary: fc.Arbitrary<Program> = programArbitrary
  .filter((program) => takesTime(program) && !isConcerned(program, { skippingTime: true }))
  .map(withDaysForSeconds);

function takesTime(program: Program): boolean {
  return statementsOf(program).some(
    ({ statement: { kind } }) => kind === "wait" || kind === "poll",
  );
}

/** Waits and retries only: callbacks, and bodies, take real time even when time is skipped. */
function withDaysForSeconds(program: Program): Program {
  return JSON.parse(JSON.stringify(program), (key, value: unknown) =>
    key === "seconds" || key === "delaySeconds" ? Number(value) * secondsOfDay : value,
  ) as Program;
}
