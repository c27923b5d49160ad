import type { Program } from "./program.ts";

/** The program with a name for each of its operations, by which they can be told apart. */
export function named(program: Program): Program {
  return JSON.parse(JSON.stringify(program), (key, value: unknown) =>
    key === "unnamed" ? undefined : value,
  ) as Program;
}
