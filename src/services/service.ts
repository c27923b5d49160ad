import type { CallBoundary } from "./call-boundary.ts";

/** A fake third party: what the code under test calls, and the books of what really happened. */
export interface Service<Client, Ledger> {
  readonly client: Client;
  readonly ledger: Ledger;
  /**
   * What else its answers depend on, besides the ledger: keys that it has seen, counters, none. A service that
   * does not tell is one whose situations cannot be compared, so that search merges none.
   */
  readonly memory?: readonly unknown[];
}

/** Makes a fresh service for one trial; `name` is its name in the world. */
export type ServiceFactory<Client = unknown, Ledger = unknown> = (
  name: string,
  boundary: CallBoundary,
) => Service<Client, Ledger>;

/** The services of a world, by name. */
export type ServiceFactories = Readonly<Record<string, ServiceFactory>>;

/** What the handler is given: each service's client, by name. */
export type ClientsOf<Services extends ServiceFactories> = {
  readonly [Name in keyof Services]: ReturnType<Services[Name]>["client"];
};

/** What the invariants read: each service's ledger, by name. */
export type LedgersOf<Services extends ServiceFactories> = {
  readonly [Name in keyof Services]: ReturnType<Services[Name]>["ledger"];
};
