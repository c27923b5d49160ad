import type { OrderBooks } from "../invariants/order-books.ts";
import type { HardenedOrder } from "../sagas/hardened/ports.ts";
import { sagaOfAwsDocs, sagaOfSdkConcepts, sagaOfTemporalSample } from "../sagas/textbook.ts";
import { statusError } from "../services/provider-error.ts";
import { type World, defineWorld } from "../trial/world.ts";
import { orderArbitrary, orderExamples, orderSchema, orderServices } from "./order-hardened.ts";
import { invariantsOfFailedOrders } from "./order-invariants.ts";

/** Sagas of textbooks with the services of the hardened one. They neither commit stock nor send mail. */
export const orderByAwsDocs: World<HardenedOrder, OrderBooks> = textbookWorld(
  "order-by-aws-docs",
  sagaOfAwsDocs,
);

export const orderBySdkConcepts: World<HardenedOrder, OrderBooks> = textbookWorld(
  "order-by-sdk-concepts",
  sagaOfSdkConcepts,
);

export const orderByTemporalSample: World<HardenedOrder, OrderBooks> = textbookWorld(
  "order-by-temporal-sample",
  sagaOfTemporalSample,
);

function textbookWorld(
  name: string,
  handler: typeof sagaOfAwsDocs,
): World<HardenedOrder, OrderBooks> {
  return defineWorld({
    name,
    handler,
    input: orderArbitrary,
    inputSchema: orderSchema,
    examples: orderExamples,
    services: orderServices,
    calls: { statusError },
    invariants: invariantsOfFailedOrders,
  });
}
