import { deserialize, serialize } from "node:v8";
import { traceHash } from "../trial/trial.ts";
import type { CandidatesState } from "./candidates.ts";
import type { Frontier } from "./exhaustive.ts";
import type { ExploreOptions } from "./explore.ts";
import type { MergingState } from "./merging.ts";
import type { ProbeCounts } from "./probe-counts.ts";
import type { Prober } from "./prober.ts";
import { plainSeed } from "./simplicity.ts";
import { strikingAt } from "./trier.ts";

/** What an enumeration has done, and what it has left to do; plain data. */
export interface Kept {
  readonly frontier: Frontier;
  readonly merging: MergingState;
  readonly counts: ProbeCounts;
  readonly unseen: readonly string[];
  readonly candidates: CandidatesState;
}

/** What tells one search from another. */
interface Identity {
  readonly format: 6;
  /** Of V8's format, which is only for itself. */
  readonly node: string;
  /** World and options. */
  readonly search: string;
  /** What the code does: hashes of trials without faults, one for each example. */
  readonly traces: readonly string[];
}

/** Schedules of the frontier that are run again, to see that the code still does what it did. */
const samples = 10;

/** A search that was interrupted, as bytes. */
export function pack(kept: Kept, prober: Prober, options: ExploreOptions): Uint8Array {
  return serialize([identityOf(prober, options), kept]);
}

/** What was kept, or why it is of no use: it is of another search, or the code has changed. */
export function unpack(bytes: Uint8Array, prober: Prober, options: ExploreOptions): Kept | string {
  let parts: unknown;
  try {
    parts = deserialize(bytes);
  } catch {
    return "it cannot be read";
  }
  if (!Array.isArray(parts) || parts.length !== 2) return "it cannot be read";
  const [was, kept] = parts as [Identity, Kept];
  const is = identityOf(prober, options);
  if (was.format !== is.format) return "it was kept by another version of durable-chaos";
  if (was.node !== is.node) return `it was kept by Node ${was.node}`;
  if (was.search !== is.search) return "it is of a search with other options";
  const isSameCode = was.traces.join() === is.traces.join() && stillFits(kept, prober);
  return isSameCode ? kept : "the code has changed since";
}

function identityOf(prober: Prober, options: ExploreOptions): Identity {
  const { world } = prober;
  const { seed, maxFaults, merge, families, explain } = options;
  const search = [world.name, String(seed), String(maxFaults), merge, families, explain];
  const decider = { kind: "schedule", schedule: [] } as const;
  const traces = world.examples.map(({ input }) =>
    traceHash(prober.runAlone({ input, seed: plainSeed, decider })),
  );
  return { format: 6, node: process.version, search: JSON.stringify(search), traces };
}

/** Whether schedules that are to be extended still pass the points at which they are. */
function stillFits({ frontier }: Kept, prober: Prober): boolean {
  const { level } = frontier;
  const step = Math.max(1, Math.floor(level.length / samples));
  return level
    .filter((_, index) => index % step === 0)
    .every(({ input, strikes, open }) => {
      const plan = { input: prober.world.examples[input]?.input, seed: plainSeed };
      const decider = { kind: "adversary", adversary: strikingAt(strikes) } as const;
      const { passed } = prober.runAlone({ ...plan, decider });
      const passes = new Set(passed.map(({ at, nth }) => `${at}#${nth}`));
      return open.every(({ point }) => passes.has(`${point.at}#${point.nth}`));
    });
}
