const longest = 200;

/** A value on one line, as a programmer would write it; cut where it gets long. */
export function renderValue(value: unknown, maxLength: number = longest): string {
  return cut(written(value), maxLength);
}

/** A text that shows when something of it is missing. */
export function cut(text: string, maxLength: number = longest): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => written(item)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const fields = Object.entries(value).map(([key, field]) => `${asKey(key)}: ${written(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function asKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
