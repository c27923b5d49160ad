import type { JSX } from "preact";
import { renderDuration } from "../duration.ts";
import type { Book, BookEntry, BookList } from "../html/finding-view.ts";

/** What the services' books say at the cursor; what comes later keeps its room, so that nothing jumps. */
export function Ledgers({
  books,
  atMs,
}: {
  readonly books: readonly Book[];
  readonly atMs: number;
}): JSX.Element {
  return (
    <section class="card ledgers" aria-labelledby="ledgers">
      <h3 id="ledgers">
        Ledgers <span class="muted">at {renderDuration(atMs)}</span>
      </h3>
      {books.map((book) => (
        <ServiceBook key={book.service} book={book} atMs={atMs} />
      ))}
    </section>
  );
}

function ServiceBook({ book, atMs }: { readonly book: Book; readonly atMs: number }): JSX.Element {
  const { service, lists, constants } = book;
  const empty = lists.filter(({ entries }) => entries.length === 0).map(({ name }) => `no ${name}`);
  return (
    <div class="book">
      <h4>{service}</h4>
      {lists
        .filter(({ entries }) => entries.length > 0)
        .map((list) => (
          <BookTable key={list.name} list={list} atMs={atMs} />
        ))}
      {empty.length === 0 ? undefined : <p class="muted small">{empty.join(", ")}</p>}
      {constants.map(([name, value]) => (
        <p class="muted small" key={name}>
          {name} <code>{value}</code>
        </p>
      ))}
    </div>
  );
}

function BookTable({
  list,
  atMs,
}: {
  readonly list: BookList;
  readonly atMs: number;
}): JSX.Element {
  const { name, entries, leftOut } = list;
  const fields = [...new Set(entries.flatMap((entry) => entry.fields.map(([field]) => field)))];
  const soFar = entries.filter((entry) => entry.atMs <= atMs).length;
  return (
    <div class="scroll">
      <table class="entries">
        <caption>
          {name}{" "}
          <span class="muted">
            {soFar} of {entries.length + leftOut}
          </span>
        </caption>
        <thead>
          <tr>
            <th>time</th>
            {fields.map((field) => (
              <th key={field}>{field}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <EntryRow key={index} {...{ entry, fields, atMs }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntryRow({
  entry,
  fields,
  atMs,
}: {
  readonly entry: BookEntry;
  readonly fields: readonly string[];
  readonly atMs: number;
}): JSX.Element {
  const { moves } = entry;
  const values = new Map(entry.fields);
  const past = moves.filter((move) => move.atMs <= atMs);
  const convicts = entry.isWitness || past.some(({ isWitness }) => isWitness);
  const isNow = entry.atMs === atMs || past.some((move) => move.atMs === atMs);
  const state = entry.atMs > atMs ? "future" : "entry";
  const classes = `${state}${isNow ? " now" : ""}${convicts ? " witness" : ""}`;
  return (
    <>
      <tr class={classes}>
        <td class="time">
          {convicts ? (
            <span class="sign bad" title="breaks the invariant">
              ✗
            </span>
          ) : undefined}
          {renderDuration(entry.atMs)}
        </td>
        {fields.map((field) => (
          <td key={field}>{values.get(field) ?? ""}</td>
        ))}
      </tr>
      {moves.length === 0 ? undefined : (
        <tr class={`${classes} moves`}>
          <td />
          <td colSpan={fields.length}>
            {moves.map((move) => (
              <span key={move.atMs + move.text} class={move.atMs > atMs ? "future" : "move"}>
                → {move.text} <span class="muted">{renderDuration(move.atMs)}</span>
              </span>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}
