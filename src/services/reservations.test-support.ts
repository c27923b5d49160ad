import type { FaultSchedule } from "../faults/schedule.ts";
import type { Reservation, ReservationsLedger, ReservedLine } from "./ledgers.ts";
import type { ProviderError } from "./provider-error.ts";
import {
  type ReservationView,
  type ReservationsClient,
  type ReservationsOptions,
  reservations,
} from "./reservations.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

type Ask = (call: (client: ReservationsClient) => Promise<ReservationView>) => Promise<string>;

/** A warehouse with three cups and a pot, and one caller. */
export function warehouse(
  options: Partial<ReservationsOptions> = {},
  schedule: FaultSchedule = [],
): {
  readonly floor: ShopFloor;
  readonly client: ReservationsClient;
  readonly ledger: ReservationsLedger;
  /** Makes a call now; tells its answer in a line. */
  readonly ask: Ask;
  /** Lets so much time pass. */
  readonly wait: (delayMs: number) => Promise<void>;
  /** What the trace says was done. */
  readonly told: () => readonly string[];
} {
  const floor = new ShopFloor(schedule);
  const make = reservations({ onHand: { cup: 3, pot: 1 }, ...options });
  const { client, ledger } = make("warehouse", floor.boundary);
  return {
    floor,
    client,
    ledger,
    ask: async (call) => String((await floor.answers(() => call(client).then(line, problem)))[0]),
    wait: async (delayMs) => {
      floor.loop.schedule(undefined, delayMs, () => {});
      await floor.run();
    },
    told: () =>
      floor.trace.events.flatMap((event) => (event.kind === "call.applied" ? event.what : [])),
  };
}

export function cups(qty: number): ReservedLine {
  return { sku: "cup", qty };
}

export function pots(qty: number): ReservedLine {
  return { sku: "pot", qty };
}

export function moves(reservation: Reservation | undefined): readonly string[] {
  return (reservation?.moves ?? []).map(({ kind, atMs }) => `${kind} at ${atMs}`);
}

function line({ id, status, lines }: ReservationView): string {
  return `${id} ${status}: ${lines.map(({ sku, qty }) => `${qty} ${sku}`).join(", ")}`;
}

function problem({ name, status, code }: ProviderError): string {
  return [status ?? name, code].filter((part) => part !== undefined).join(" ");
}
