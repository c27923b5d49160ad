/** Who sends and receives: AWS, a function by its label, a third party, or whoever completes callbacks. */
export interface Party {
  readonly kind: "aws" | "function" | "service" | "outside";
  readonly name: string;
}

/** How much a line matters where there is no room for all. */
export type Interest = "detail" | "checkpoint" | "story";

interface Line {
  readonly text: string;
  readonly interest: Interest;
  /** The invocation that it is told with. */
  readonly invocation: number;
}

/** Something that one party sends to another; what is lost does not arrive. */
export interface Arrow extends Line {
  readonly kind: "request" | "reply" | "lost-request" | "lost-reply";
  readonly from: Party;
  readonly to: Party;
}

/** Something that happens to one party. */
export interface Note extends Line {
  readonly kind: "note";
  readonly over: Party;
}

/** One line of a sequence diagram. */
export type SequenceLine = Arrow | Note;
