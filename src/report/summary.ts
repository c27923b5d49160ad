import { faultsAt } from "../faults/fault.ts";
import type { Exploration } from "../search/finding.ts";
import { plural, renderCount } from "./counts.ts";
import { hang, page } from "./page.ts";

/** What was tried, what broke and what held; `invariants` are the names of all that were judged. */
export function renderSummary(exploration: Exploration, invariants: readonly string[]): string {
  const { counts, seed, world, findings } = exploration;
  const broken = new Set(findings.map(({ bucket }) => bucket.invariant));
  const held = invariants.filter((name) => !broken.has(name));
  const { struck, possible } = coverage(exploration);
  return page(
    `Chaos   ${world} · seed ${seed} · ${broken.size} of ${invariants.length} invariants broken`,
    hang("Tried   ", renderTried(exploration)),
    hang(
      "Struck  ",
      `${plural(counts.faults, "fault")} at ${plural(counts.struckAt.size, "fault point")}: ${struck} of ${possible} ways in which these can fail`,
    ),
    held.length === 0 ? undefined : hang("Held    ", held.join(", ")),
  );
}

function renderTried({ counts, maxFaults, enumerated, outages, random }: Exploration): string {
  const parts = [
    `${renderCount(enumerated)} for all schedules of up to ${plural(maxFaults, "fault")}`,
    `${renderCount(outages)} for outages`,
    `${renderCount(random)} at random`,
  ];
  if (counts.inconclusive > 0) parts.push(`${renderCount(counts.inconclusive)} inconclusive`);
  parts.push(`${renderCount(counts.repeated)} of them twice`);
  return `${plural(counts.trials, "trial")}: ${parts.join(", ")}`;
}

function coverage({ counts }: Exploration): { readonly struck: number; readonly possible: number } {
  let struck = 0;
  let possible = 0;
  for (const [at, faults] of counts.struckAt) {
    struck += faults.size;
    possible += faultsAt(at).length;
  }
  return { struck, possible };
}
