import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import type { Sent } from "./observation.ts";
import { progressOf } from "./progress.ts";
import type { SeenOperation } from "./seen-operation.ts";

type Seen = ReadonlyMap<string, SeenOperation>;

/**
 * Nobody knows whether a checkpoint was applied whose answer got lost; but it was applied completely, or
 * not at all. Whatever the SDK updates is moved by nobody else meanwhile, so progress tells.
 */
export function* partialBatch(sent: Sent, known: Seen, shown: Seen): Generator<string> {
  const applied: string[] = [];
  const missing: string[] = [];
  for (const { Id = "", Name, Action, Type } of sent.updates) {
    if (Type === "EXECUTION") continue;
    const now = shown.get(Id);
    // It may have been applied and be hidden by now.
    if (now === undefined && sent.updates.some(finishesContext)) continue;
    const name = `${Action} ${Name ?? Id}`;
    (progressOf(now) > progressOf(known.get(Id)) ? applied : missing).push(name);
  }
  if (applied.length > 0 && missing.length > 0) {
    yield `one checkpoint was applied in part: ${applied.join()} and not ${missing.join()}`;
  }
}

function finishesContext({ Type, Action }: OperationUpdate): boolean {
  return Type === "CONTEXT" && Action !== "START";
}
