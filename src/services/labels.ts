import { possibleAtCallOf, possibleAtReadOf } from "../faults/fault.ts";
import { replicaLagMs } from "../faults/replica.ts";
import type { Effect, Reply } from "./effect.ts";
import { refusedWith } from "./provider-error.ts";
import type { LabelsLedger, Shipment, ShipmentMove } from "./ledgers.ts";
import { readFaults, writeFaults } from "./provider-faults.ts";
import type { ServiceFactory } from "./service.ts";

/** A shipment as its caller sees it; a label makes it a parcel. */
export interface ShipmentView {
  readonly id: string;
  readonly reference: string;
  readonly trackingId: string | undefined;
  readonly status: "created" | "purchased" | "voided";
}

/** What a carrier says of a wish to have a label voided: with status 200 either way. */
export interface VoidView {
  readonly approved: boolean;
  readonly message: string;
}

/** A carrier whose labels are bought in two steps, so that a repeat buys nothing twice. */
export interface LabelsClient {
  /** Costs nothing; the same reference is the same shipment. */
  create(reference: string, orderId: string, zip: string): Promise<ShipmentView>;
  buy(shipmentId: string): Promise<ShipmentView>;
  void(shipmentId: string): Promise<VoidView>;
  find(reference: string): Promise<ShipmentView>;
}

/** How a carrier goes about its business; times in virtual ms. */
export interface LabelsOptions {
  /** Where it does not go; found out when a label is bought. */
  readonly undeliverableZips: readonly string[];
  /** How far a replica may be behind; a minute by default. */
  readonly lagMs?: number;
  /** For how long a purchase is being worked on, in which another is refused; 20 ms by default. */
  readonly processingMs?: number;
}

interface OpenShipment extends Shipment {
  readonly moves: ShipmentMove[];
}

const onWrite = possibleAtCallOf(writeFaults);
const onVoid = possibleAtCallOf([...writeFaults, "disapprove"]);
const onRead = possibleAtReadOf([...readFaults, "stale-read"]);

/** A carrier in the manner of EasyPost: a shipment first, then its label. */
export function labels(options: LabelsOptions): ServiceFactory<LabelsClient, LabelsLedger> {
  return (name, boundary) => {
    const books = new LabelBooks(options);
    const { create, buy, find } = books;
    return {
      ledger: books,
      memory: [],
      client: {
        create: (reference, orderId, zip) =>
          boundary.call(`${name}.create`, { reference, orderId, zip }, create, onWrite),
        buy: (id) => boundary.call(`${name}.buy`, { id }, buy, onWrite),
        void: (id) => boundary.call(`${name}.void`, { id }, books.void, onVoid),
        find: (reference) => boundary.call(`${name}.find`, { reference }, find, onRead),
      },
    };
  };
}

class LabelBooks implements LabelsLedger {
  readonly shipments: OpenShipment[] = [];

  readonly #options: Required<LabelsOptions>;

  constructor({ undeliverableZips, processingMs = 20, lagMs = replicaLagMs }: LabelsOptions) {
    this.#options = { undeliverableZips, processingMs, lagMs };
  }

  readonly create: Effect<
    { readonly reference: string; readonly orderId: string; readonly zip: string },
    ShipmentView
  > = (request, event, { atMs }) => {
    const known = this.shipments.find(({ reference }) => reference === request.reference);
    if (known !== undefined) return view(known, `${known.id} is known`);
    const id = `shp_${this.shipments.length + 1}`;
    const moves: ShipmentMove[] = [{ kind: "created", atMs, event }];
    const shipment = { id, ...request, moves };
    this.shipments.push(shipment);
    return view(shipment, `created ${id}`);
  };

  readonly buy: Effect<{ readonly id: string }, ShipmentView> = ({ id }, event, { atMs }) => {
    const shipment = this.#find(id);
    if (shipment === undefined) return missing(id);
    const last = shipment.moves.at(-1);
    if (last?.kind === "purchased") {
      return atMs < last.atMs + this.#options.processingMs
        ? refusedWith(409, "SHIPMENT.PURCHASE.IN_PROGRESS", `${id} is being bought`)
        : refusedWith(422, "SHIPMENT.POSTAGE.EXISTS", `${id} has a label`);
    }
    if (last?.kind === "voided") {
      return refusedWith(422, "SHIPMENT.POSTAGE.REFUNDED", `the label of ${id} was voided`);
    }
    if (this.#options.undeliverableZips.includes(shipment.zip)) {
      return refusedWith(422, "ADDRESS.UNDELIVERABLE", `nobody delivers to ${shipment.zip}`);
    }
    shipment.moves.push({ kind: "purchased", atMs, event });
    return view(shipment, `bought a label for ${id}`);
  };

  readonly void: Effect<{ readonly id: string }, VoidView> = ({ id }, event, { atMs, mishap }) => {
    const shipment = this.#find(id);
    if (shipment === undefined) return missing(id);
    const last = shipment.moves.at(-1)?.kind;
    if (last === "voided") return voided(true, `${id} was voided before`);
    if (last === "created") return voided(false, `${id} has no label`);
    if (mishap === "disapprove") return voided(false, `too soon to void ${id}`);
    shipment.moves.push({ kind: "voided", atMs, event });
    return voided(true, `voided ${id}`);
  };

  readonly find: Effect<{ readonly reference: string }, ShipmentView> = (
    { reference },
    _event,
    { atMs, mishap },
  ) => {
    const shipment = this.shipments.find((one) => one.reference === reference);
    if (shipment === undefined) return missing(reference);
    if (mishap !== "stale-read") return view(shipment, "read");
    const seenMs = atMs - this.#options.lagMs;
    const moves = shipment.moves.filter((move) => move.atMs <= seenMs);
    return moves.length === 0
      ? missing(reference)
      : view({ ...shipment, moves }, "read from a replica");
  };

  #find(id: string): OpenShipment | undefined {
    return this.shipments.find((shipment) => shipment.id === id);
  }
}

function view({ id, reference, moves }: OpenShipment, what: string): Reply<ShipmentView> {
  const status = moves.at(-1)?.kind ?? "created";
  const trackingId = status === "purchased" ? `TRK-${id}` : undefined;
  return { kind: "done", value: { id, reference, trackingId, status }, what };
}

function voided(approved: boolean, message: string): Reply<VoidView> {
  return { kind: "done", value: { approved, message }, what: message };
}

function missing(id: string): Reply<never> {
  return refusedWith(404, "SHIPMENT.NOT_FOUND", `there is no ${id}`);
}
