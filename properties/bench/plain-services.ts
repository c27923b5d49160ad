import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import { orderSagaAsPublished } from "../../src/index.ts";

/** The published saga on services that answer at once and keep no books. */
export function plainSaga(): DurableLambdaHandler {
  return orderSagaAsPublished({
    inventory: { reserve: async () => ({ id: "res_1" }), cancel: async () => {} },
    payment: { charge: async () => ({ id: "ch_1" }), refund: async () => ({ id: "re_1" }) },
    shipping: { create: async () => ({ trackingId: "TRK-1" }) },
    notification: { send: async () => {} },
  });
}
