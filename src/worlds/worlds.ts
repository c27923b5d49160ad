import type { World } from "../trial/world.ts";
import {
  orderAsPublished,
  orderAsPublishedOnStripe,
  orderAsPublishedWithoutKeys,
} from "./order-as-published.ts";
import { orderHardened, orderHardenedAlone } from "./order-hardened.ts";
import { orderByAwsDocs, orderBySdkConcepts, orderByTemporalSample } from "./order-textbooks.ts";
import { ordersHardened } from "./orders-hardened.ts";

/** The worlds that come with durable-chaos; the first is the one that commands take by default. */
export const worlds: readonly World[] = [
  orderAsPublished,
  orderAsPublishedOnStripe,
  orderAsPublishedWithoutKeys,
  orderHardened,
  orderHardenedAlone,
  ordersHardened,
  orderByAwsDocs,
  orderBySdkConcepts,
  orderByTemporalSample,
];
