import { HostDate } from "./sandbox/time.ts";

/** The `Date` of a moment in virtual time; the one way for the engine to make a `Date`. */
export function dateAt(epochMs: number): Date {
  return new HostDate(epochMs);
}
