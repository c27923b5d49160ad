import { type Operation, isTerminal, onWire } from "./operation.ts";

/** A part of an execution's state, and where the next part begins; no marker after the last one. */
export interface StatePage {
  readonly operations: readonly Operation[];
  readonly nextMarker: string | undefined;
}

/** Where a page begins, and what it may hold. */
export interface PageRequest {
  /** Position of the first operation. */
  readonly start: number;
  readonly maxItems: number;
  readonly maxBytes: number;
}

/** What the handler is shown of an execution: children of a finished context only if it asks for their replay. */
export function visibleOperations(operations: Iterable<Operation>): readonly Operation[] {
  const hidden = new Set<string>();
  const visible: Operation[] = [];
  for (const operation of operations) {
    const { Id, ParentId, Type, ContextDetails } = operation;
    const isHidden = ParentId !== undefined && hidden.has(ParentId);
    if (!isHidden) visible.push(onWire(operation));
    const hidesChildren =
      Type === "CONTEXT" && isTerminal(operation) && ContextDetails?.ReplayChildren !== true;
    if (isHidden || hidesChildren) hidden.add(Id);
  }
  return visible;
}

/** Cuts a page out of a state; the first operation always goes, whatever its size. */
export function pageOf(
  operations: readonly Operation[],
  { start, maxItems, maxBytes }: PageRequest,
): StatePage {
  let end = start;
  let bytes = 0;
  while (end < operations.length && end - start < maxItems) {
    bytes += payloadLength(operations[end]);
    if (bytes > maxBytes && end > start) break;
    end++;
  }
  const isWhole = start === 0 && end === operations.length;
  return {
    operations: isWhole ? operations : operations.slice(start, end),
    nextMarker: end < operations.length ? markerOf(end) : undefined,
  };
}

function markerOf(position: number): string {
  return `operation${position}`;
}

const ours = /^operation([1-9]\d*)$/;

/** The position that a marker stands for; `undefined` for a text that is none of ours. */
export function positionOf(marker: string): number | undefined {
  const [, position] = ours.exec(marker) ?? [];
  return position === undefined ? undefined : Number(position);
}

/** The part of an operation's size that can be large; counted in UTF-16 units, as an estimate. */
function payloadLength(operation: Operation | undefined): number {
  if (operation === undefined) return 0;
  const { ExecutionDetails, StepDetails, ContextDetails } = operation;
  const { CallbackDetails, ChainedInvokeDetails } = operation;
  return (
    (ExecutionDetails?.InputPayload?.length ?? 0) +
    (StepDetails?.Result?.length ?? 0) +
    (ContextDetails?.Result?.length ?? 0) +
    (CallbackDetails?.Result?.length ?? 0) +
    (ChainedInvokeDetails?.Result?.length ?? 0)
  );
}
