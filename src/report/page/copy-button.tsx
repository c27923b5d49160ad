import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** How long a button says that it has copied. */
const praiseMs = 1_600;

/** Copies a text, and says so. */
export function CopyButton({
  text,
  children,
}: {
  readonly text: string;
  readonly children: string;
}): JSX.Element {
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  const onClick = async (): Promise<void> => {
    setState((await copy(text)) ? "copied" : "refused");
    setTimeout(() => setState("ready"), praiseMs);
  };
  const label = { ready: children, copied: "Copied", refused: "Select and copy it by hand" }[state];
  return (
    <button type="button" class="copy" onClick={() => void onClick()}>
      <Icon name={state === "copied" ? "done" : "copy"} />
      <span aria-live="polite">{label}</span>
    </button>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
