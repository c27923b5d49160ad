import type { TraceIndex } from "../kernel/trace.ts";
import { possibleAtCallOf, possibleAtReadOf } from "../faults/fault.ts";
import { replicaLagMs } from "../faults/replica.ts";
import type { Effect, Reply } from "./effect.ts";
import { refusedWith } from "./provider-error.ts";
import type { Reservation, ReservationMove, ReservationsLedger, ReservedLine } from "./ledgers.ts";
import { readFaults, writeFaults } from "./provider-faults.ts";
import type { ServiceFactory } from "./service.ts";

/** A reservation as its caller sees it. */
export interface ReservationView {
  readonly id: string;
  readonly status: "held" | "committed" | "released" | "expired";
  readonly lines: readonly ReservedLine[];
}

/** A warehouse that holds stock for a while, under an id that the caller chooses. */
export interface ReservationsClient {
  reserve(id: string, orderId: string, lines: readonly ReservedLine[]): Promise<ReservationView>;
  /** Takes the units for good. */
  commit(id: string): Promise<ReservationView>;
  /** Puts the units back; with tombstones, also forbids what comes late under this id. */
  release(id: string): Promise<ReservationView>;
  get(id: string): Promise<ReservationView>;
}

/** How a warehouse goes about its business; times in virtual ms. */
export interface ReservationsOptions {
  /** Units on hand, by sku; an unknown sku has none. */
  readonly onHand: Readonly<Record<string, number>>;
  /** How long units are held; a day by default. */
  readonly holdTtlMs?: number;
  /** How long after a hold has expired its units are to be had again; 5 minutes by default. */
  readonly expiryLagMs?: number;
  /** How far a replica may be behind; a minute by default. */
  readonly lagMs?: number;
  /** Whether an id that was released before it was known is remembered; yes by default. */
  readonly tombstones?: boolean;
  /** What becomes of a commit after the hold has expired: refused by default, or sold all the same. */
  readonly lateCommit?: "refuse" | "oversell";
}

interface OpenReservation extends Reservation {
  readonly moves: ReservationMove[];
}

const onWrite = possibleAtCallOf(writeFaults);
const onReserve = possibleAtCallOf([...writeFaults, "fall-short"]);
const onRead = possibleAtReadOf([...readFaults, "stale-read"]);

/** A warehouse in the manner of an inventory service with expiring reservations. */
export function reservations(
  options: ReservationsOptions,
): ServiceFactory<ReservationsClient, ReservationsLedger> {
  return (name, boundary) => {
    const books = new ReservationBooks(options);
    const { reserve, commit, release, get } = books;
    return {
      ledger: books,
      memory: books.memory,
      client: {
        reserve: (id, orderId, lines) =>
          boundary.call(`${name}.reserve`, { id, orderId, lines }, reserve, onReserve),
        commit: (id) => boundary.call(`${name}.commit`, { id }, commit, onWrite),
        release: (id) => boundary.call(`${name}.release`, { id }, release, onWrite),
        get: (id) => boundary.call(`${name}.get`, { id }, get, onRead),
      },
    };
  };
}

class ReservationBooks implements ReservationsLedger {
  readonly onHand: Readonly<Record<string, number>>;
  readonly reservations: OpenReservation[] = [];
  readonly oversold: { readonly id: string; readonly event: TraceIndex }[] = [];

  readonly #options: Required<ReservationsOptions>;
  readonly #tombstones = new Set<string>();
  /** What was asked for under an id, which may be more than is held. */
  readonly #asked = new Map<string, readonly ReservedLine[]>();

  constructor(options: ReservationsOptions) {
    const { onHand, holdTtlMs = 86_400_000, expiryLagMs = 300_000 } = options;
    const { tombstones = true, lateCommit = "refuse", lagMs = replicaLagMs } = options;
    this.#options = { onHand, holdTtlMs, expiryLagMs, tombstones, lateCommit, lagMs };
    this.onHand = onHand;
  }

  /** What its answers depend on, besides the books. */
  get memory(): readonly unknown[] {
    return [this.#tombstones, this.#asked];
  }

  readonly reserve: Effect<
    { readonly id: string; readonly orderId: string; readonly lines: readonly ReservedLine[] },
    ReservationView
  > = ({ id, orderId, lines }, event, { atMs, mishap }) => {
    if (lines.length === 0 || !lines.every(({ qty }) => Number.isSafeInteger(qty) && qty > 0)) {
      return refusedWith(400, "invalid_lines", "a reservation needs lines with whole quantities");
    }
    if (this.#tombstones.has(id)) return refusedWith(409, "reservation_released", `${id} is over`);
    const known = this.#find(id);
    if (known !== undefined) {
      const isSame = known.orderId === orderId && sameUnits(this.#asked.get(id) ?? [], lines);
      if (!isSame) return refusedWith(409, "reservation_differs", `${id} is for something else`);
      return this.#statusOf(known, atMs) === "released"
        ? refusedWith(409, "reservation_released", `${id} is over`)
        : this.#view(known, atMs, `${id} is known`);
    }
    for (const [sku, qty] of unitsBySku(lines)) {
      if (this.#taken(sku, atMs) + qty > this.#onHand(sku)) {
        return refusedWith(409, "out_of_stock", `${sku} is out of stock`);
      }
    }
    const expiresAtMs = atMs + this.#options.holdTtlMs;
    const moves: ReservationMove[] = [{ kind: "held", atMs, event }];
    const held = mishap === "fall-short" ? oneLess(lines) : lines;
    const reservation = { id, orderId, lines: held, moves, expiresAtMs };
    this.reservations.push(reservation);
    this.#asked.set(id, lines);
    return this.#view(reservation, atMs, `holds ${render(held)} as ${id}`);
  };

  readonly commit: Effect<{ readonly id: string }, ReservationView> = ({ id }, event, { atMs }) => {
    const reservation = this.#find(id);
    if (reservation === undefined) return missing(id);
    const status = this.#statusOf(reservation, atMs);
    if (status === "committed") return this.#view(reservation, atMs, `${id} is committed`);
    if (status === "released") return refusedWith(409, "reservation_released", `${id} is over`);
    if (status === "expired") {
      if (this.#options.lateCommit === "refuse") {
        return refusedWith(410, "reservation_expired", `${id} has expired`);
      }
      this.oversold.push({ id, event });
    }
    reservation.moves.push({ kind: "committed", atMs, event });
    return this.#view(reservation, atMs, `committed ${id}`);
  };

  readonly release: Effect<{ readonly id: string }, ReservationView> = (
    { id },
    event,
    { atMs },
  ) => {
    const reservation = this.#find(id);
    if (reservation === undefined) {
      if (!this.#options.tombstones) return missing(id);
      this.#tombstones.add(id);
      return { kind: "done", value: { id, status: "released", lines: [] }, what: `buried ${id}` };
    }
    const status = this.#statusOf(reservation, atMs);
    if (status === "committed") {
      return refusedWith(409, "reservation_committed", `${id} is committed`);
    }
    if (status !== "held") return this.#view(reservation, atMs, `${id} is ${status}`);
    reservation.moves.push({ kind: "released", atMs, event });
    return this.#view(reservation, atMs, `released ${id}`);
  };

  readonly get: Effect<{ readonly id: string }, ReservationView> = (
    { id },
    _event,
    { atMs, mishap },
  ) => {
    const reservation = this.#find(id);
    if (reservation === undefined) return missing(id);
    if (mishap !== "stale-read") return this.#view(reservation, atMs, "read");
    const seenMs = atMs - this.#options.lagMs;
    const moves = reservation.moves.filter((move) => move.atMs <= seenMs);
    return moves.length === 0
      ? missing(id)
      : this.#view({ ...reservation, moves }, seenMs, "read from a replica");
  };

  #find(id: string): OpenReservation | undefined {
    return this.reservations.find((reservation) => reservation.id === id);
  }

  #onHand(sku: string): number {
    return Object.hasOwn(this.onHand, sku) ? (this.onHand[sku] ?? 0) : 0;
  }

  /** What is not to be had: also what has expired a moment ago. */
  #taken(sku: string, atMs: number): number {
    let taken = 0;
    for (const { lines, moves, expiresAtMs } of this.reservations) {
      const last = moves.at(-1)?.kind;
      const isBack = last === "held" && atMs >= expiresAtMs + this.#options.expiryLagMs;
      if (last === "released" || isBack) continue;
      taken += unitsBySku(lines).get(sku) ?? 0;
    }
    return taken;
  }

  #statusOf({ moves, expiresAtMs }: OpenReservation, atMs: number): ReservationView["status"] {
    const last = moves.at(-1)?.kind ?? "held";
    return last === "held" && atMs >= expiresAtMs ? "expired" : last;
  }

  #view(reservation: OpenReservation, atMs: number, what: string): Reply<ReservationView> {
    const { id, lines } = reservation;
    return { kind: "done", value: { id, status: this.#statusOf(reservation, atMs), lines }, what };
  }
}

function missing(id: string): Reply<never> {
  return refusedWith(404, "reservation_missing", `there is no ${id}`);
}

function unitsBySku(lines: readonly ReservedLine[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { sku, qty } of lines) units.set(sku, (units.get(sku) ?? 0) + qty);
  return units;
}

function sameUnits(one: readonly ReservedLine[], other: readonly ReservedLine[]): boolean {
  const units = unitsBySku(other);
  const own = unitsBySku(one);
  return own.size === units.size && [...own].every(([sku, qty]) => units.get(sku) === qty);
}

/** All but one unit of the last line. */
function oneLess(lines: readonly ReservedLine[]): readonly ReservedLine[] {
  const last = lines.at(-1);
  const before = lines.slice(0, -1);
  return last === undefined || last.qty === 1
    ? before
    : [...before, { ...last, qty: last.qty - 1 }];
}

function render(lines: readonly ReservedLine[]): string {
  if (lines.length === 0) return "nothing";
  return [...unitsBySku(lines)].map(([sku, qty]) => `${qty} x ${sku}`).join(", ");
}
