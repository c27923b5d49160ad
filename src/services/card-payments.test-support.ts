import type { CallFault } from "../faults/fault.ts";
import type { CardPaymentsOptions } from "./card-books.ts";
import { type CardPaymentsClient, cardPayments } from "./card-payments.ts";
import type { PaymentView, RefundView } from "./card-views.ts";
import type { CardLedger } from "./ledgers.ts";
import type { ProviderError } from "./provider-error.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

/** A fault at one call of an operation: its first unless told otherwise. */
interface Trouble {
  readonly at: string;
  readonly fault: CallFault;
  readonly from?: number;
}

/** Card payments with one caller, who has a new key for every request unless told otherwise. */
export class CardDesk {
  readonly floor: ShopFloor;
  readonly client: CardPaymentsClient;
  readonly ledger: CardLedger;
  #keys = 0;

  constructor(options: Partial<CardPaymentsOptions> = {}, ...troubles: readonly Trouble[]) {
    this.floor = new ShopFloor(
      troubles.map(({ at, fault, from = 1 }) => ({ at: `cards.${at}`, from, times: 1, fault })),
    );
    const make = cardPayments({ profile: "stripe-v1", declines: { bad: "lost_card" }, ...options });
    const { client, ledger } = make("cards", this.floor.boundary);
    this.client = client;
    this.ledger = ledger;
  }

  /** Makes a call now; tells its answer in a line. */
  async ask(call: (client: CardPaymentsClient) => Promise<unknown>): Promise<string> {
    const { floor, client } = this;
    const [answer] = await floor.answers(() => call(client).then(line, problem));
    return String(answer);
  }

  async create(card = "good", key: string = this.newKey(), amount = 100): Promise<string> {
    const request = { orderId: "o1", card, amount, currency: "eur" };
    return this.ask((client) => client.create(request, key));
  }

  async confirm(key: string = this.newKey()): Promise<string> {
    return this.ask((client) => client.confirm("pi_1", key));
  }

  async capture(key: string = this.newKey()): Promise<string> {
    return this.ask((client) => client.capture("pi_1", key));
  }

  async cancel(key: string = this.newKey()): Promise<string> {
    return this.ask((client) => client.cancel("pi_1", key));
  }

  async refund(amount: number, key: string = this.newKey()): Promise<string> {
    return this.ask((client) => client.refund("pi_1", amount, key));
  }

  async retrieve(): Promise<string> {
    return this.ask((client) => client.retrieve("pi_1"));
  }

  async retrieveRefund(id = "re_1"): Promise<string> {
    return this.ask((client) => client.retrieveRefund(id));
  }

  /** Lets so much time pass. */
  async wait(delayMs: number): Promise<void> {
    this.floor.loop.schedule(undefined, delayMs, () => {});
    await this.floor.run();
  }

  newKey(): string {
    return `new-key-${++this.#keys}`;
  }
}

/** A view in a line, as in `pi_1 succeeded 100/0`, which tells the amount and what was given back of it. */
function line(view: unknown): string {
  if (Array.isArray(view)) return `[${view.map(line).join(", ")}]`;
  if (typeof view !== "object" || view === null) return String(view);
  const { id, status, ...sums } = view as PaymentView | RefundView;
  return [id, status, ...("amount" in sums ? [`${sums.amount}/${sums.amountRefunded}`] : [])].join(
    " ",
  );
}

function problem(error: ProviderError): string {
  const { status, code, declineCode, name } = error;
  const parts = [status ?? name, code, declineCode];
  return parts.filter((part) => part !== undefined).join(" ");
}
