import type { HistoryEvent, SimulatedExecution } from "../../src/index.ts";
import { statementsOf } from "./places.ts";
import type { Program } from "./program.ts";
import type { ObservedRun } from "./run-observed.ts";

/** How often a body may have run, by what the service saw. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * The bodies of a run that ran more often, or less often, than their semantics allows, one line for
 * each. Only named operations can be told apart.
 */
export function misruns(program: Program, { run, bodyRuns }: ObservedRun): readonly string[] {
  return statementsOf(program).flatMap(({ statement, place }) => {
    const { kind } = statement;
    if (kind !== "step" && kind !== "poll" && kind !== "waitForCallback") return [];
    const atMostOnce = kind === "step" && statement.atMostOnce === true;
    const { least, most } = boundsOf(run.executions, place, atMostOnce);
    const runs = bodyRuns.get(place) ?? 0;
    return runs >= least && runs <= most
      ? []
      : [`the body of ${place} ran ${runs} times; ${least} to ${most} would be right`];
  });
}

/**
 * Of a body that runs at most once an attempt, every run was announced. Of any other, an invocation
 * that failed may have run it without a trace, and so may the one with which the execution ended.
 */
function boundsOf(
  executions: readonly SimulatedExecution[],
  place: string,
  atMostOnce: boolean,
): Bounds {
  const bounds = executions.map(({ history }) => {
    const own = eventsOf(history, place);
    const started = own.filter(({ EventType }) => EventType === "StepStarted").length;
    const succeeded = own.filter(({ EventType }) => EventType === "StepSucceeded").length;
    const failed = own.filter(({ EventType }) => EventType === "StepFailed").length;
    const untold = 1 + history.filter(isFailedInvocation).length;
    return {
      least: atMostOnce ? succeeded : succeeded + failed,
      most: atMostOnce ? started : started + untold,
    };
  });
  return {
    least: bounds.reduce((sum, { least }) => sum + least, 0),
    most: bounds.reduce((sum, { most }) => sum + most, 0),
  };
}

/** The SDK leaves the step of a waitForCallback nameless: its context has the name. */
function eventsOf(history: readonly HistoryEvent[], place: string): readonly HistoryEvent[] {
  const contexts = new Set(
    history.flatMap(({ EventType, Name, Id }) =>
      EventType === "ContextStarted" && Name === place ? [Id] : [],
    ),
  );
  return history.filter(({ Name, ParentId }) => Name === place || contexts.has(ParentId));
}

function isFailedInvocation(event: HistoryEvent): boolean {
  return (
    event.EventType === "InvocationCompleted" &&
    event.InvocationCompletedDetails.Error?.Payload !== undefined
  );
}
