import { type Expectation, expectationOf, sameExpectation } from "../trial/scenario.ts";
import type { TrialResult } from "../trial/trial.ts";
import { listOf } from "./counts.ts";
import { hang, page } from "./page.ts";
import { cut } from "./value.ts";

/** What a trial showed: each broken invariant, or that none is. */
export function renderVerdict({ verdict, violations }: TrialResult): string {
  if (verdict === "held") return "✓ every invariant holds";
  if (verdict === "inconclusive") {
    return "! inconclusive: a bound ended the trial while faults were still striking";
  }
  return page(
    ...violations.map(({ invariant, violation }) =>
      page(`✗ ${invariant}`, hang("  ", cut(violation.message, longestText))),
    ),
  );
}

/** Whether a scenario still does what it is kept for; `place` is where its file says so. */
export function renderExpectation(
  expected: Expectation,
  result: TrialResult,
  place: string,
): string {
  const now = expectationOf(result);
  if (sameExpectation(expected, now)) return `✓ as expected: ${describe(expected)}`;
  if (now.verdict === "held" && "invariants" in expected) {
    return page(
      hang("", `✓ holds now: ${cut(listOf(expected.invariants), longestText)}`),
      hang(
        "  ",
        `The file still expects ${describe(expected)}. To keep it as a regression test, make that { "verdict": "held" } at ${place}`,
      ),
    );
  }
  return page(
    hang("", `! not as expected: ${describe(now)}`),
    hang("  ", `The file expects ${describe(expected)}, at ${place}`),
  );
}

function describe(expectation: Expectation): string {
  if (!("invariants" in expectation)) return expectation.verdict;
  return `${expectation.verdict}, ${cut(listOf(expectation.invariants), longestText)}`;
}

/** A file may expect anything. */
const longestText = 1_000;
