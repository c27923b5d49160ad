/**
 * What a terminal does not show but obeys: control characters other than line ends, what changes the direction of
 * writing, line ends that only some programs know, and halves of characters.
 */
const obeyed = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text as it can be shown to a person: nothing in it moves the cursor, changes colours or hides something. */
export function escapeControls(text: string): string {
  return text.replaceAll(obeyed, escape);
}

/** The same for what has to stay on one line, and in sight. */
export function onOneLine(text: string, maxLength: number = Infinity): string {
  const short = text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
  return escapeControls(short).replaceAll("\n", String.raw`\n`);
}

/** As JSON would write it, so that what is JSON means the same. */
function escape(character: string): string {
  const known = { "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f" }[character];
  return (
    known ??
    character
      .split("")
      .map((unit) => escapeUnit(unit))
      .join("")
  );
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
