const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Virtual time as people say it: `140 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`, `366 d`. */
export function renderDuration(ms: number): string {
  // From 59.95 s on, one decimal would say "60 s".
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < minute - 50) return `${Number((ms / second).toFixed(1))} s`;
  if (ms < hour) return pair(Math.round(ms / second), 60, ["min", "s"]);
  if (ms < day) return pair(Math.round(ms / minute), 60, ["h", "min"]);
  return pair(Math.round(ms / hour), 24, ["d", "h"]);
}

function pair(total: number, size: number, [large, small]: readonly [string, string]): string {
  const rest = total % size;
  const whole = `${Math.floor(total / size)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}
