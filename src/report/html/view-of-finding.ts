import type { FindingRecord } from "../../campaign/campaign-report.ts";
import type { Replay } from "../../trial/replay.ts";
import { renderBurst } from "../bursts.ts";
import { plural } from "../counts.ts";
import { type StoryLine, tellStory } from "../story.ts";
import { booksOf } from "./books.ts";
import type { EventRow, FindingView, Lane } from "./finding-view.ts";
import { foldLanes } from "./fold-lanes.ts";
import { functionLanes } from "./function-lanes.ts";
import { invocationSpans } from "./invocation-spans.ts";
import { bothEnds } from "./both-ends.ts";
import { type WithoutIt, checkpointLane, faultLane, logLane, outsideLane } from "./mark-lanes.ts";
import { type Evidence, operationLanes } from "./operation-lanes.ts";
import { serviceLanes } from "./service-lanes.ts";

/** So many lines of a story are told; of a longer one, the beginning and the end. */
const mostRows = 300;

/** What a finding is known by, and why it is one. */
export type Convicted = Pick<FindingRecord, "invariant" | "scenario" | "needed">;

/** The pictures and tables of a finding, from what its scenario does when it is run again. */
export function viewOfFinding(
  { invariant, scenario, needed }: Convicted,
  { result, missed }: Replay,
): FindingView {
  const { trace, ledgers, violations } = result;
  const broken = violations.find((one) => one.invariant === invariant);
  const witnesses = broken?.violation.witnesses ?? [];
  const proof = new Set(witnesses);
  const evidence = { trace, proof, spans: invocationSpans(trace) };
  const withoutIt: WithoutIt = ({ at, nth, fault }) => {
    const index = scenario.faults.findIndex(
      (burst) =>
        burst.at === at &&
        burst.fault === fault &&
        nth >= burst.from &&
        nth < burst.from + burst.times,
    );
    return needed[index]?.without;
  };
  const story = tellStory(result, witnesses);
  return {
    endMs: trace.at(-1)?.atMs ?? 0,
    ...foldLanes(lanesOf(evidence, withoutIt)),
    events: bothEnds(story, mostRows).map((line) => rowOf(line)),
    eventsLeftOut: Math.max(0, story.length - mostRows),
    books: booksOf(ledgers, trace, proof),
    doubts: [
      ...missed.map(
        ({ burst, struck }) =>
          `stale: ${renderBurst(burst)}: struck only ${plural(struck, "time")}; the function has changed since`,
      ),
      ...(broken === undefined ? [`${invariant} holds now`] : []),
    ],
  };
}

/** From the function outwards: what ran, what went wrong with it, what it did, and to whom. */
function lanesOf(evidence: Evidence, withoutIt: WithoutIt): readonly Lane[] {
  const { trace, proof, spans } = evidence;
  return [
    ...functionLanes(trace, spans, proof),
    faultLane(trace, proof, withoutIt),
    ...operationLanes(evidence),
    ...serviceLanes(evidence),
    checkpointLane(trace, proof),
    outsideLane(trace, proof),
    logLane(trace, proof),
  ];
}

function rowOf({ atMs, invocation, step, text, injected, witness }: StoryLine): EventRow {
  const label = step === undefined ? "" : step.name;
  const attempt = step?.attempt ?? 1;
  return {
    atMs,
    invocation,
    step: attempt === 1 ? label : `${label} #${attempt}`,
    text,
    isInjected: injected,
    isWitness: witness,
  };
}
