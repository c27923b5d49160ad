import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import { renderCount } from "./counts.ts";
import { renderDuration } from "./duration.ts";
import { hang } from "./page.ts";
import { cut, renderValue } from "./value.ts";

/** One line of a service's books. */
interface Entry {
  /** What put it there, where the entry says so. */
  readonly event: TraceIndex | undefined;
  readonly text: string;
}

const longestField = 60;
/** Of each service. */
const entriesShown = 40;

/**
 * What each service's books say, whatever services a world has: every list of a ledger, entry by
 * entry, in the order in which things happened. Constants are left out.
 */
export function renderLedgers(
  ledgers: unknown,
  trace: readonly TraceEvent[],
  witnesses: readonly TraceIndex[],
): string {
  const services = Object.entries(Object(ledgers)).map(([name, ledger]) => ({
    name,
    entries: entriesOf(ledger, witnesses),
  }));
  const timeOf = ({ event }: Entry) =>
    event === undefined ? "" : renderDuration(trace[event]?.atMs ?? 0);
  const all = services.flatMap(({ entries }) => entries);
  const timeWidth = Math.max(0, ...all.map((entry) => timeOf(entry).length));
  const nameWidth = Math.max(0, ...services.map(({ name }) => name.length));
  return services
    .flatMap(({ name, entries }) =>
      entries.map((entry, index) => {
        const isProof = entry.event !== undefined && witnesses.includes(entry.event);
        const mark = isProof ? "✗" : " ";
        const service = (index === 0 ? name : "").padEnd(nameWidth);
        return hang(`  ${mark}  ${timeOf(entry).padStart(timeWidth)}  ${service}  `, entry.text);
      }),
    )
    .join("\n");
}

/** Retries without end fill books that nobody reads to their end; what breaks an invariant is shown all the same. */
function shorten(entries: readonly Entry[], witnesses: readonly TraceIndex[]): readonly Entry[] {
  const proof = entries
    .slice(entriesShown)
    .filter(({ event }) => event !== undefined && witnesses.includes(event))
    .slice(0, entriesShown);
  const more = entries.length - entriesShown - proof.length;
  if (more <= 0) return entries;
  const rest = { event: undefined, text: `and ${renderCount(more)} more` };
  return [...entries.slice(0, entriesShown), ...proof, rest];
}

/** In the order in which things happened; then the lists that are empty, in one line. */
function entriesOf(ledger: unknown, witnesses: readonly TraceIndex[]): readonly Entry[] {
  const lists = Object.entries(Object(ledger)).flatMap(([list, items]: [string, unknown]) =>
    Array.isArray(items) ? [{ list, items: items as readonly unknown[] }] : [],
  );
  const entries = lists.flatMap(({ list, items }) =>
    items.map((item) => ({ event: eventOf(item), text: `${list}: ${renderEntry(item)}` })),
  );
  const ordered = shorten(
    entries.toSorted((one, other) => (one.event ?? 0) - (other.event ?? 0)),
    witnesses,
  );
  const empty = lists.filter(({ items }) => items.length === 0).map(({ list }) => `no ${list}`);
  if (empty.length === 0) return ordered;
  return [...ordered, { event: undefined, text: empty.join(", ") }];
}

function eventOf(item: unknown): TraceIndex | undefined {
  const event: unknown = Object(item).event;
  return typeof event === "number" ? event : undefined;
}

function renderEntry(item: unknown): string {
  if (typeof item !== "object" || item === null) return renderValue(item, longestField);
  return Object.entries(item)
    .filter(([name]) => name !== "event")
    .map(([name, value]) => `${name} ${renderField(value)}`)
    .join(", ");
}

/** A value of an entry; random keys are cut to what tells them apart. */
export function renderField(value: unknown): string {
  if (typeof value !== "string") return renderValue(value, longestField);
  // Eight digits tell one random key from another.
  return cut(value.replace(/^([0-9a-f]{8})-[0-9a-f-]{27}$/, "$1…"), longestField);
}
