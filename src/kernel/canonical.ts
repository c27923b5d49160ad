import { hash } from "node:crypto";
import { types } from "node:util";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Within two of these, it makes no difference when something will expire: what providers count in. */
const aheadMs = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 6 * hourMs, dayMs, 7 * dayMs];

/** The same for how long ago something was. */
const agoMs = [hourMs, dayMs, 7 * dayMs];

/** What is recent is told apart by so much: a replica that is behind comes to know of one thing after the other. */
const recentStepMs = 5_000;

/**
 * How times are written: not at all, or how far they are from `nowMs`, roughly; what is less than `recentMs` ago,
 * less roughly.
 */
export type Times = "none" | { readonly nowMs: number; readonly recentMs?: number };

/**
 * A text that is equal for equal values: of plain data, maps, sets, dates and errors. By the convention of our
 * ledgers, numbers under a name that ends in `Ms` are virtual ms since the start, and those named `event` are
 * positions in a trace, of which only the order is written; of functions, nothing is.
 */
export function canonical(value: unknown, times: Times): string {
  const events: number[] = [];
  const text = write(value, false, { times, events });
  return events.length === 0 ? text : text + ranksOf(events).join();
}

interface Writing {
  readonly times: Times;
  /** The events that were pointed at so far. */
  readonly events: number[];
}

function write(value: unknown, isTime: boolean, writing: Writing): string {
  // With their lengths, texts and names need no escapes, which take longest.
  if (typeof value === "string") return `${value.length}"${value}`;
  if (typeof value === "number") return isTime ? writeTime(value, writing.times) : String(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return writeList(value, isTime, writing);
  // Most objects are plain, and to ask what else they are takes as long as to write them.
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? writeFields(value, isTime, writing) : writeOther(value, isTime, writing);
}

function writeOther(value: object, isTime: boolean, writing: Writing): string {
  if (types.isDate(value)) return "date";
  if (value instanceof Map || value instanceof Set) return writeList([...value], isTime, writing);
  const own = value instanceof Error ? write([value.name, value.message], false, writing) : "";
  return own + writeFields(value, isTime, writing);
}

function writeList(list: readonly unknown[], isTime: boolean, writing: Writing): string {
  let text = "[";
  for (const item of list) text += `${write(item, isTime, writing)},`;
  return `${text}]`;
}

function writeFields(value: object, isTime: boolean, writing: Writing): string {
  let text = "{";
  for (const name of Object.keys(value)) {
    const field: unknown = Reflect.get(value, name);
    if (typeof field === "function" || field === undefined) continue;
    if (name === "event") writing.events.push(Number(field));
    else text += `${name.length}"${name}:${write(field, isTime || name.endsWith("Ms"), writing)},`;
  }
  return `${text}}`;
}

function ranksOf(events: readonly number[]): readonly number[] {
  const inOrder = [...new Set(events)].toSorted((one, other) => one - other);
  return events.map((event) => inOrder.indexOf(event));
}

function writeTime(atMs: number, times: Times): string {
  if (times === "none") return "t";
  const { nowMs, recentMs = 0 } = times;
  const ageMs = nowMs - atMs;
  const isRecent = ageMs >= 0 && ageMs < recentMs;
  return isRecent ? `recent ${Math.floor(ageMs / recentStepMs)}` : roughly(-ageMs);
}

function roughly(spanMs: number): string {
  const boundsMs = spanMs > 0 ? aheadMs : agoMs;
  const step = boundsMs.findIndex((boundMs) => Math.abs(spanMs) < boundMs);
  return `${spanMs > 0 ? "+" : "-"}${step === -1 ? boundsMs.length : step}`;
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A text in which each UUID, which is as good as any other, is a number by its first occurrence. */
export function withoutUuids(text: string): string {
  if (!mayHaveUuids(text)) return text;
  const numbers = new Map<string, number>();
  return text.replace(uuids, (uuid) => {
    const known = numbers.get(uuid) ?? numbers.size;
    numbers.set(uuid, known);
    return `uuid ${known}`;
  });
}

/** The pattern alone takes a hundred times as long where there are none, which is usual. */
function mayHaveUuids(text: string): boolean {
  for (let dash = text.indexOf("-"); dash !== -1; dash = text.indexOf("-", dash + 1)) {
    if (text[dash + 5] === "-" && text[dash + 10] === "-" && text[dash + 15] === "-") return true;
  }
  return false;
}

/** As good as the text, and short. Halves of surrogate pairs, which have no bytes of their own, are told apart too. */
export function digestOf(text: string): string {
  return hash("sha1", text.isWellFormed() ? text : JSON.stringify(text));
}

/** What is not the same as the one before it: how often something happened in a row makes no difference. */
export function withoutRepeats(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => text !== texts[index - 1]);
}
