/** Text within HTML, on one line: behind an empty line, Markdown would begin again. */
export function escapeHtml(text: string): string {
  return onOneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Text in Markdown that is not code: nothing in it is markup, a mention, or a link to an issue. */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text)
    .replaceAll(/[\\`*_[\]{}()#|~!]/g, (symbol) => `\\${symbol}`)
    .replaceAll("@", "@\u2060");
}

/** Code inside of a line. */
export function inlineCode(text: string): string {
  const code = onOneLine(text);
  const fence = "`".repeat(longestRun(code) + 1);
  const pad = code.startsWith("`") || code.endsWith("`") ? " " : "";
  return code === "" ? "" : `${fence}${pad}${code}${pad}${fence}`;
}

/** Lines of code, whatever is in them. */
export function codeBlock(language: string, text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A row of a table; a bar in a cell is no border, not even within code. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll(/(?<!\\)\|/g, String.raw`\|`)).join(" | ")} |`;
}

/** The first two lines of a table. */
export function tableHead(names: readonly string[]): string {
  return `${tableRow(names)}\n${tableRow(names.map(() => "---"))}`;
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
