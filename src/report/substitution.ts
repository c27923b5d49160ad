import type { Substitution } from "../search/substitution.ts";
import { listOf } from "./counts.ts";

/** Which other kinds of faults break the same: `only lose-reply breaks it: refuse and throttle do not`. */
export function renderSubstitution({ burst, breaking, passing }: Substitution): string {
  const { fault, times } = burst;
  const where = times === 1 ? "" : `, in place of all ${times}`;
  if (breaking.length === 0) {
    return `only ${fault} breaks it: ${listOf(passing)} ${verb(passing, "do", "does")} not${where}`;
  }
  const also = `${listOf(breaking)} ${verb(breaking, "break", "breaks")} it as well${where}`;
  if (passing.length === 0) return also;
  return `${also}; ${listOf(passing)} ${verb(passing, "do", "does")} not`;
}

function verb(subjects: readonly string[], many: string, one: string): string {
  return subjects.length === 1 ? one : many;
}
