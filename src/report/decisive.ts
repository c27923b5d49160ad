import type { Moment } from "../search/decisive.ts";
import type { Share } from "../search/share.ts";
import { renderPasses } from "./bursts.ts";
import { renderDuration } from "./duration.ts";

/** The pass at which a violation was decided, and how much of it was decided there. */
export function renderMoment({ at, nth, atMs, fault, before, behind }: Moment): string {
  const what = fault === undefined ? ", where nothing went wrong" : "";
  return `${at}, ${renderPasses(at, nth, 1)} (${renderDuration(atMs)})${what}: from here ${percent(behind)} of ${behind.of} random continuations break it, before ${percent(before)}`;
}

function percent({ hits, of }: Share): string {
  return `${Math.round((100 * hits) / of)} %`;
}
