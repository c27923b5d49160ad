/** How something went, for a picture; each has a form of its own besides its colour. */
export type Tone =
  | "good"
  | "bad"
  /** Neither: an invocation that suspends, a child context. */
  | "neutral"
  /** A wait, or the pause before a retry. */
  | "waiting"
  /** Ended from outside, in the middle: a crash, a time limit. */
  | "cut";

/** A label and what it says, for the panel about one bar or mark. */
export type Fact = readonly [label: string, text: string];

/** Something that took a while, in virtual ms since the start. */
export interface Bar {
  readonly fromMs: number;
  readonly toMs: number;
  readonly label: string;
  readonly tone: Tone;
  /** It breaks the invariant. */
  readonly isWitness: boolean;
  readonly facts: readonly Fact[];
}

/** What a mark stands for. */
export type Sign = "effect" | "fault" | "checkpoint" | "rejected" | "log" | "outside" | "end";

/** Something that happened at one moment. */
export interface Mark {
  readonly atMs: number;
  readonly sign: Sign;
  readonly label: string;
  readonly isWitness: boolean;
  /** Without this fault, the finding would not be. */
  readonly isNeeded: boolean;
  readonly facts: readonly Fact[];
}

/** What the lanes of a timeline are about. */
export type LaneKind = "function" | "fault" | "operation" | "service" | "checkpoint" | "other";

/** All that happened to one thing, from left to right. */
export interface Lane {
  readonly kind: LaneKind;
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
}

/** What a picture leaves out because it would be too much. */
export interface FoldedAway {
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** One line of what happened, for the table beside the picture. */
export interface EventRow {
  readonly atMs: number;
  readonly invocation: number;
  readonly step: string;
  readonly text: string;
  readonly isInjected: boolean;
  readonly isWitness: boolean;
}

/** Something that happened to an entry after it was made. */
export interface BookMove {
  readonly atMs: number;
  readonly text: string;
  readonly isWitness: boolean;
}

/** An entry in a service's books, from the moment on at which it was made. */
export interface BookEntry {
  readonly atMs: number;
  readonly fields: readonly Fact[];
  readonly moves: readonly BookMove[];
  readonly isWitness: boolean;
}

/** A list of a ledger, such as a provider's charges. */
export interface BookList {
  readonly name: string;
  readonly entries: readonly BookEntry[];
  /** Entries of the middle that are not shown. */
  readonly leftOut: number;
}

/** The ledger of one service. */
export interface Book {
  readonly service: string;
  readonly lists: readonly BookList[];
  /** What does not change, such as the stock at the start. */
  readonly constants: readonly Fact[];
}

/** What a replayed finding looks like: plain data, from which its picture is laid out. */
export interface FindingView {
  readonly endMs: number;
  readonly lanes: readonly Lane[];
  readonly folded: FoldedAway | undefined;
  readonly events: readonly EventRow[];
  /** Lines that the table leaves out, in its middle. */
  readonly eventsLeftOut: number;
  readonly books: readonly Book[];
  /** Why the picture may not be the finding any more; empty when it is. */
  readonly doubts: readonly string[];
}

/** A finding's picture, or why there is none. */
export type FindingPicture =
  | { readonly kind: "replayed"; readonly view: FindingView }
  | { readonly kind: "none"; readonly why: string };

/** What a report says of a finding besides its record. */
export interface FindingExtra {
  /** The command that replays it. */
  readonly replay: string;
  readonly picture: FindingPicture;
}
