import type { ProviderFault } from "../faults/fault.ts";

/** What any provider may do wrong when it is asked something. */
export const readFaults: readonly ProviderFault[] = [
  "rate-limit",
  "unavailable",
  "unauthorize",
  "truncate-reply",
  "garble-reply",
];

/** What any provider may do wrong when it is asked to do something. */
export const writeFaults: readonly ProviderFault[] = [...readFaults, "gateway-error"];
