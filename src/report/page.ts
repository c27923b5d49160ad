import { onOneLine } from "../kernel/plain-text.ts";

/** Columns that a report fills at most; a longer word sticks out. */
export const pageWidth = 104;

/**
 * A text behind a label, wrapped at the width of the page and aligned behind the label. Neither can do anything to
 * the terminal, whoever wrote it.
 */
export function hang(writtenLabel: string, text: string): string {
  const label = onOneLine(writtenLabel);
  const lines: string[] = [];
  let line = "";
  for (const word of onOneLine(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && label.length + longer.length > pageWidth) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return lines
    .map((part, index) => (index === 0 ? label : " ".repeat(label.length)) + part)
    .map((part) => part.trimEnd())
    .join("\n");
}

/** Lines, without those that are missing. */
export function page(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("\n");
}
