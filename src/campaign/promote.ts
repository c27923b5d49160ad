import { UsageError } from "../kernel/errors.ts";
import { type Scenario, renderScenario } from "../trial/scenario.ts";
import { faultNames } from "./finding-id.ts";
import type { JudgedEntry } from "./corpus-entry.ts";

/** Longer names of files are hard to read, and some file systems refuse them. */
const longestName = 100;

/** What a promoted scenario is called, unless somebody has a better name. */
export function promotedName({ invariant, scenario }: JudgedEntry): string {
  const words = [invariant ?? scenario.world, ...faultNames(scenario.faults)].join(" ");
  const name = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  if (name.length <= longestName) return name;
  return name.slice(0, longestName + 1).replace(/-[^-]*$/, "");
}

/** The text that a scenario is kept as; a `UsageError` where it does not do now what it is to be kept for. */
export function promotedText(entry: JudgedEntry, isFixed: boolean, command: string): string {
  const { scenario, text, path, state, isAsExpected } = entry;
  if (isFixed) {
    if (state === "held") return text;
    if (state === "fixed") return renderScenario(regressionOf(scenario, entry.invariant));
    throw new UsageError(`${path} does not hold now (${state}), so that it is not fixed`);
  }
  if (state === "fixed") {
    throw new UsageError(
      `${path} holds now; to keep it as a regression test: ${command} corpus promote ${entry.id} --fixed`,
    );
  }
  if (!isAsExpected) {
    throw new UsageError(`${path} does not do what it expects now (${state}): replay it to see`);
  }
  return text;
}

/** A search names a scenario by what it breaks; that would be wrong of one that holds. */
function regressionOf(scenario: Scenario, invariant: string | undefined): Scenario {
  const found = `${invariant} is broken by `;
  const name = scenario.name.startsWith(found)
    ? `${invariant} holds under ${scenario.name.slice(found.length)}`
    : scenario.name;
  return { ...scenario, name, expect: { verdict: "held" } };
}
