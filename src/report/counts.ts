/** A count with its thousands apart: `22,109`. */
export function renderCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A share or a chance, from 0 to 1; neither none nor all is said of what only comes close: `8.4 %`, `99.95 %`. */
export function renderShare(share: number): string {
  const percent = share * 100;
  const rest = Math.min(percent, 100 - percent);
  if (rest === 0) return `${percent} %`;
  if (rest < 0.01) return percent < 50 ? "under 0.01 %" : "over 99.99 %";
  return `${percent.toFixed(rest >= 10 ? 0 : rest >= 1 ? 1 : 2)} %`;
}

/** A count and its noun: `1 fault`, `2,000 trials`. */
export function plural(count: number, noun: string): string {
  const nouns = noun.endsWith("try")
    ? noun.replace(/y$/, "ies")
    : noun.endsWith("ss")
      ? `${noun}es`
      : `${noun}s`;
  return `${renderCount(count)} ${count === 1 ? noun : nouns}`;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(nth: number): string {
  const isTeen = nth % 100 >= 11 && nth % 100 <= 13;
  const ending = isTeen ? undefined : ["th", "st", "nd", "rd"][nth % 10];
  return `${nth}${ending ?? "th"}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length <= 1 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}
