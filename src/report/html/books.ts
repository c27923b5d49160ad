import type { TraceEvent, TraceIndex } from "../../kernel/trace.ts";
import { renderDuration } from "../duration.ts";
import { renderField } from "../ledgers.ts";
import { renderValue } from "../value.ts";
import { bothEnds } from "./both-ends.ts";
import type { Book, BookEntry, BookMove, Fact } from "./finding-view.ts";

const longestConstant = 120;
const mostEntries = 200;

/** The books of all services, whatever services a world has, with the time of each entry. */
export function booksOf(
  ledgers: unknown,
  trace: readonly TraceEvent[],
  proof: ReadonlySet<TraceIndex>,
): readonly Book[] {
  return Object.entries(Object(ledgers)).map(([service, ledger]) => {
    const parts = Object.entries<unknown>(Object(ledger));
    const lists = parts.flatMap(([name, items]) => {
      if (!Array.isArray(items)) return [];
      const entries = items.map((item: unknown) => entryOf(item, trace, proof));
      const inOrder = entries.toSorted((one, other) => one.atMs - other.atMs);
      const leftOut = Math.max(0, entries.length - mostEntries);
      return [{ name, entries: bothEnds(inOrder, mostEntries), leftOut }];
    });
    const constants = parts
      .filter(([, value]) => !Array.isArray(value) && isSaid(value))
      .map(([name, value]): Fact => [name, renderValue(value, longestConstant)]);
    return { service, lists, constants };
  });
}

function entryOf(
  item: unknown,
  trace: readonly TraceEvent[],
  proof: ReadonlySet<TraceIndex>,
): BookEntry {
  if (!isRecord(item)) {
    return { atMs: 0, fields: [["", renderField(item)]], moves: [], isWitness: false };
  }
  const moves = Object.values(item).flatMap((value) => movesIn(value, trace, proof));
  const fields = Object.entries(item)
    .filter(([name, value]) => name !== "event" && !isListOfMoves(value))
    .map(([name, value]): Fact => fieldOf(name, value));
  const event = eventOf(item);
  const atMs = event === undefined ? moves[0]?.atMs : trace[event]?.atMs;
  return { atMs: atMs ?? 0, fields, moves, isWitness: event !== undefined && proof.has(event) };
}

function fieldOf(name: string, value: unknown): Fact {
  if (name.endsWith("Ms") && typeof value === "number") {
    const time = Number.isFinite(value) ? renderDuration(value) : "never";
    return [name.replace(/(?:At)?Ms$/, ""), time];
  }
  return [name, value === undefined ? "–" : renderField(value)];
}

function isListOfMoves(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((move) => isRecord(move) && eventOf(move) !== undefined)
  );
}

function movesIn(
  value: unknown,
  trace: readonly TraceEvent[],
  proof: ReadonlySet<TraceIndex>,
): readonly BookMove[] {
  if (!isListOfMoves(value)) return [];
  return value.map((move) => {
    const event = eventOf(move) ?? 0;
    const text = Object.entries(move)
      .filter(([name]) => name !== "event" && name !== "atMs")
      .map(([name, field]) => (name === "kind" ? String(field) : `${name} ${renderField(field)}`))
      .join(", ");
    return { atMs: trace[event]?.atMs ?? 0, text, isWitness: proof.has(event) };
  });
}

function eventOf(item: Readonly<Record<string, unknown>>): TraceIndex | undefined {
  const { event } = item;
  return typeof event === "number" ? event : undefined;
}

/** A service keeps its books and answers calls with one and the same object, often. */
function isSaid(value: unknown): boolean {
  return value !== undefined && typeof value !== "function";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
