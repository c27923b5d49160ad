/** The `Date` of a moment in virtual time; the one way for the engine to make a `Date`. */
export function dateAt(epochMs: number): Date {
  // oxlint-disable-next-line no-restricted-globals -- made from virtual time, not from the clock
  return new Date(epochMs);
}
