import type { Reply } from "./effect.ts";
import type { Confirmation, NotificationLedger } from "./ledgers.ts";
import type { ServiceFactory } from "./service.ts";

/** The mail provider as its callers see it; nothing identifies a request, so a repeat is a new mail. */
export interface NotificationClient {
  send(customerId: string, orderId: string, trackingId: string): Promise<void>;
}

interface SendRequest extends Readonly<Record<string, unknown>> {
  readonly customerId: string;
  readonly orderId: string;
  readonly trackingId: string;
}

/** A mail provider that sends a confirmation for each request. */
export function notification(): ServiceFactory<NotificationClient, NotificationLedger> {
  return (name, boundary) => {
    const confirmations: Confirmation[] = [];

    const send = (
      { customerId, orderId, trackingId }: SendRequest,
      event: number,
    ): Reply<undefined> => {
      confirmations.push({ customerId, orderId, trackingId, event });
      return { kind: "done", value: undefined, what: `sent a confirmation to ${customerId}` };
    };

    return {
      ledger: { confirmations },
      memory: [],
      client: {
        send: (customerId, orderId, trackingId) =>
          boundary.call(`${name}.send`, { customerId, orderId, trackingId }, send),
      },
    };
  };
}
