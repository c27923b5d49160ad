import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** What is coloured; every mark also says it without colour. */
const styles: readonly { readonly pattern: RegExp; readonly style: Style }[] = [
  { pattern: /^✗ .*$/gm, style: ["bold", "red"] },
  { pattern: /^✓ .*$/gm, style: ["bold", "green"] },
  { pattern: /^! .*$/gm, style: ["bold", "yellow"] },
  { pattern: /^ {2}!?✗ .*$/gm, style: "red" },
  { pattern: /^ {2}! .*$/gm, style: "yellow" },
  { pattern: /^(?: {2})?[A-Z][a-z]+(?: [a-z]+)?(?= {2})/gm, style: "bold" },
];

/** Adds colour to a report, line by line. */
export function paint(text: string): string {
  return styles.reduce(
    (painted, { pattern, style }) =>
      painted.replaceAll(pattern, (found) => styleText(style, found, { validateStream: false })),
    text,
  );
}
