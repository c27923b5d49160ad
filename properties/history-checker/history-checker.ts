import { ancestry } from "./ancestry.ts";
import { callback } from "./callback.ts";
import { chainedInvoke } from "./chained-invoke.ts";
import { context } from "./context.ts";
import { finalOperations, finalStates } from "./final-operations.ts";
import { identity } from "./identity.ts";
import { checkpointsWhileInvoked, invocations } from "./invocations.ts";
import { lifetime, timeLimit, verdict } from "./lifetime.ts";
import { numbering, time } from "./order.ts";
import { punctuality } from "./punctuality.ts";
import type { Illegality, RecordedEvent, RecordedOperation, Rule } from "./recorded.ts";
import { shape } from "./shape.ts";
import { step } from "./step.ts";
import { wait } from "./wait.ts";
import { causes, suspensions } from "./wake-ups.ts";

const rules: readonly Rule[] = [
  numbering,
  time,
  lifetime,
  verdict,
  timeLimit,
  invocations,
  checkpointsWhileInvoked,
  suspensions,
  causes,
  identity,
  ancestry,
  step,
  wait,
  context,
  callback,
  chainedInvoke,
  punctuality,
  finalOperations,
  finalStates,
];

/**
 * Why a history is not one that AWS could have recorded of an execution on this SDK, one line for each
 * reason; none when it is legal. Written from AWS's documentation alone: it shares no code with the
 * simulated service.
 */
export function illegalities(
  history: readonly RecordedEvent[],
  operations: readonly RecordedOperation[],
): readonly string[] {
  const recorded = { history, operations };
  // The other rules take for granted that events are what their types say.
  const shapeless = [...shape(recorded)];
  const found =
    shapeless.length > 0 ? shapeless : rules.flatMap((rule) => Array.from(rule(recorded)));
  return found.map(render);
}

export function render({ event, says }: Illegality): string {
  if (event === undefined) return says;
  const { EventId, EventType, Name, Id } = event;
  return `event ${EventId}, ${EventType} ${Name ?? Id ?? ""}: ${says}`;
}
