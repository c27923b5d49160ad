import type { Effect } from "./effect.ts";
import type { Escalation, EscalationsLedger } from "./ledgers.ts";
import type { ServiceFactory } from "./service.ts";

/** A table that people look at: what an order flow could not settle by itself. */
export interface EscalationsClient {
  /** A conditional put: the same order and action is the same record. */
  write(orderId: string, action: string, why: string): Promise<void>;
}

/** A durable table apart from the execution, such as one in DynamoDB. */
export function escalations(): ServiceFactory<EscalationsClient, EscalationsLedger> {
  return (name, boundary) => {
    const records: Escalation[] = [];
    const write: Effect<
      { readonly orderId: string; readonly action: string; readonly why: string },
      undefined
    > = ({ orderId, action, why }, event) => {
      const isKnown = records.some(
        (record) => record.orderId === orderId && record.action === action,
      );
      if (!isKnown) records.push({ orderId, action, why, event });
      return { kind: "done", value: undefined, what: `escalated ${action} of ${orderId}` };
    };
    return {
      ledger: { escalations: records },
      memory: [],
      client: {
        write: (orderId, action, why) =>
          boundary.call(`${name}.write`, { orderId, action, why }, write),
      },
    };
  };
}
