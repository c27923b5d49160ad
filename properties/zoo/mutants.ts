import { flowMutants } from "./flow-mutants.ts";
import { keyMutants } from "./key-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { outcomeMutants } from "./outcome-mutants.ts";
import { paceMutants } from "./pace-mutants.ts";
import { undoMutants } from "./undo-mutants.ts";

/** Every mistake that the search must find. */
export const mutants: readonly Mutant[] = [
  ...undoMutants,
  ...keyMutants,
  ...outcomeMutants,
  ...flowMutants,
  ...paceMutants,
];
