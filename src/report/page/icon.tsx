import type { JSX } from "preact";

const paths = {
  first: "M3,3v10M13,3L5,8L13,13Z",
  back: "M11,3L4,8L11,13Z",
  on: "M5,3L12,8L5,13Z",
  last: "M13,3v10M3,3L11,8L3,13Z",
  copy: "M5.5,5.5h8v8h-8zM5.5,10.5h-3v-8h8v3",
  done: "M3,8.5L6.5,12L13,4",
} as const;

/** The signs that there are. */
export type IconName = keyof typeof paths;

/** A small sign, drawn: not every font has it. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
