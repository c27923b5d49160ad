import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";

type Kind = TraceEvent["kind"];

/** How something is made up of a trace. */
interface Reader<Known, Of extends Kind> {
  /** Events of other kinds are passed over. */
  readonly of: readonly Of[];
  readonly begin: () => Known;
  readonly take: (
    known: Known,
    event: Extract<TraceEvent, { kind: Of }>,
    index: TraceIndex,
  ) => void;
}

/**
 * What is known of a trace, made up event by event. A trial's trace is asked about again and again while it
 * grows: each event is taken once, and what was known before is kept until another trace is asked about.
 */
export function reading<Known, Of extends Kind>({
  of,
  begin,
  take,
}: Reader<Known, Of>): (trace: readonly TraceEvent[]) => Known {
  const wanted = of.reduce((bits, kind) => bits | bitOf(kind), 0);
  let known: Known;
  let nextIndex = 0;
  // One trial runs at a time; to remember all traces weakly costs two per cent of a trial.
  let read: readonly TraceEvent[] | undefined;
  const readOn = (trace: readonly TraceEvent[]) => {
    // A list that was cut or written anew is another trace.
    if (read !== trace || nextIndex > trace.length) {
      known = begin();
      nextIndex = 0;
      read = trace;
    }
    const kinds = kindsOf(trace);
    for (; nextIndex < trace.length; nextIndex++) {
      if (((kinds[nextIndex] ?? 0) & wanted) === 0) continue;
      take(known, trace[nextIndex] as Extract<TraceEvent, { kind: Of }>, nextIndex);
    }
    return known;
  };
  const readApart = ({ real, length, more }: Supposed) => {
    const apart = begin();
    const kinds = kindsOf(real);
    for (let index = 0; index < length; index++) {
      if (((kinds[index] ?? 0) & wanted) !== 0) take(apart, real[index] as never, index);
    }
    for (const [index, event] of more.entries()) {
      if ((bitOf(event.kind) & wanted) !== 0) take(apart, event as never, length + index);
    }
    return apart;
  };
  return (trace) => {
    if (trace !== supposed?.trace) return readOn(trace);
    return (supposed.kinds & wanted) === 0 ? readOn(supposed.real) : readApart(supposed);
  };
}

/** A real trace with some more events, and the kinds of these as bits. */
interface Supposed {
  readonly trace: readonly TraceEvent[];
  readonly real: readonly TraceEvent[];
  /** Of the real one, when it was supposed. */
  readonly length: number;
  readonly more: readonly TraceEvent[];
  readonly kinds: number;
}

/** The last trace that was only supposed. */
let supposed: Supposed | undefined;

/** A trace as it would be with some more events. Readings of it leave alone what is known of the real one. */
export function supposing(
  real: readonly TraceEvent[],
  more: readonly TraceEvent[],
): readonly TraceEvent[] {
  const trace = [...real, ...more];
  const kinds = more.reduce((all, { kind }) => all | bitOf(kind), 0);
  supposed = { trace, real, length: real.length, more, kinds };
  return trace;
}

const bits = new Map<Kind, number>();

function bitOf(kind: Kind): number {
  const bit = bits.get(kind) ?? 1 << bits.size;
  bits.set(kind, bit);
  return bit;
}

let listed: readonly TraceEvent[] | undefined;
const listedKinds: number[] = [];

/** The kinds of all events, each as a bit: a dozen readings of a trace look at a few of its events each. */
function kindsOf(trace: readonly TraceEvent[]): readonly number[] {
  if (listed !== trace || listedKinds.length > trace.length) {
    listed = trace;
    listedKinds.length = 0;
  }
  for (let index = listedKinds.length; index < trace.length; index++) {
    const event = trace[index];
    listedKinds.push(event === undefined ? 0 : bitOf(event.kind));
  }
  return listedKinds;
}
