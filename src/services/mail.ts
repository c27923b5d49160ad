import { possibleAtCallOf } from "../faults/fault.ts";
import type { Effect } from "./effect.ts";
import { type IdempotencyOptions, IdempotencyStore } from "./idempotency.ts";
import type { Mail, MailLedger } from "./ledgers.ts";
import { writeFaults } from "./provider-faults.ts";
import type { ServiceFactory } from "./service.ts";

/** A mail provider as its callers see it; the key makes a repeat the same mail, where it knows keys. */
export interface MailClient {
  send(orderId: string, template: string, key: string): Promise<{ readonly id: string }>;
}

const onWrite = possibleAtCallOf([...writeFaults, "internal-error"]);

/** A mail provider; with the profile `success-only` in the manner of Resend, with `none` of Amazon SES. */
export function mail(options: IdempotencyOptions): ServiceFactory<MailClient, MailLedger> {
  return (name, boundary) => {
    const mails: Mail[] = [];
    const store = new IdempotencyStore(options);
    const send: Effect<
      { readonly orderId: string; readonly template: string; readonly key: string },
      { readonly id: string }
    > = ({ key, ...params }, event, now) =>
      store.answer({ operation: "send", key, params }, now, () => {
        const id = `mail_${mails.length + 1}`;
        mails.push({ id, ...params, event });
        return {
          kind: "done",
          value: { id },
          what: `sent ${params.template} of ${params.orderId}`,
        };
      });
    return {
      ledger: { mails },
      memory: store.memory,
      client: {
        send: (orderId, template, key) =>
          boundary.call(`${name}.send`, { orderId, template, key }, send, onWrite),
      },
    };
  };
}
