import type { FindingRecord } from "../../campaign/campaign-report.ts";
import { fixedOf, knownIds } from "../../campaign/report-of.ts";
import type { Replayed, StoredFinding } from "../../campaign/campaign-state.ts";
import type { Budget, FuzzView } from "../../report/fuzz-screen.ts";
import { RateMeter } from "./rate-meter.ts";
import type { CampaignStore, WorldProgress } from "./store.ts";
import type { Supervisor } from "./supervisor.ts";

/** What somebody sees who watches a campaign, from moment to moment. */
export class LiveView {
  phase: FuzzView["phase"] = "replaying";

  readonly #store: CampaignStore;
  readonly #workers: number;
  readonly #budget: Budget;
  readonly #meter = new RateMeter();
  #lastNewMs: number;
  #known: ReadonlySet<string> = new Set();
  #fixed = 0;
  #replays = { done: 0, of: 0 };

  constructor(
    store: CampaignStore,
    {
      workers,
      budget,
      elapsedMs,
    }: { readonly workers: number; readonly budget: Budget; readonly elapsedMs: number },
  ) {
    this.#store = store;
    this.#workers = workers;
    this.#budget = budget;
    this.#lastNewMs = elapsedMs;
    this.refreshReplays();
  }

  /** Called about once a second, and at the beginning. */
  tick(elapsedMs: number, inFlight: number): void {
    this.#meter.add(elapsedMs, this.#trials + inFlight);
  }

  /** Called when something new was seen. */
  refreshIdle(elapsedMs: number): void {
    this.#lastNewMs = elapsedMs;
  }

  /** Called when a file was replayed. */
  refreshReplays(): void {
    const replays = this.#store.replays;
    const done = replays.filter((one): one is Replayed => one.outcome !== undefined);
    this.#known = knownIds({ replays: done });
    this.#fixed = fixedOf({ replays: done }).length;
    this.#replays = { done: done.length, of: replays.length };
    if (done.length === replays.length && this.phase === "replaying") this.phase = "exploring";
  }

  isKnown(id: string): boolean {
    return this.#known.has(id);
  }

  idleMs(elapsedMs: number): number {
    return elapsedMs - this.#lastNewMs;
  }

  at(elapsedMs: number, supervisor: Supervisor): FuzzView {
    const { plan, worlds } = this.#store;
    const ways = [...worlds.values()].flatMap(({ tally }) => waysOf(tally.coverage));
    return {
      worlds: plan.worlds,
      seed: plan.seed,
      workers: this.#workers,
      shard: plan.shard,
      budget: this.#budget,
      elapsedMs,
      phase: this.phase,
      replays: this.#replays,
      trials: this.#trials + supervisor.inFlight,
      rates: this.#meter.rates,
      behaviours: this.#sum(({ behaviours }) => behaviours),
      idleMs: this.idleMs(elapsedMs),
      ways: {
        struck: ways.filter(({ strikes }) => strikes > 0).length,
        possible: ways.length,
      },
      never: ways.filter(({ strikes }) => strikes === 0).map(({ way }) => way),
      repeated: this.#sum(({ tally }) => tally.repeated),
      inconclusive: this.#sum(({ tally }) => tally.inconclusive),
      hung: supervisor.hangs,
      setAside: [...worlds]
        .filter(([, { setAside }]) => setAside !== undefined)
        .map(([name]) => name),
      shrinking: supervisor.shrinking,
      findings: this.#store.findings.map((finding) => this.#shown(finding)),
      fixed: this.#fixed,
    };
  }

  #shown({ record }: StoredFinding): FuzzView["findings"][number] {
    const { id, invariant, world, faults, tier } = record;
    const state: FindingRecord["state"] = this.isKnown(id) ? "known" : "new";
    const hits = Math.max(1, this.#store.worlds.get(world)?.tally.hits[id] ?? 0);
    return { id, state, invariant, world, faults, hits, tier };
  }

  get #trials(): number {
    return this.#sum(({ tally }) => tally.trials);
  }

  #sum(pick: (world: WorldProgress) => number): number {
    return [...this.#store.worlds.values()].reduce((sum, world) => sum + pick(world), 0);
  }
}

function waysOf(
  coverage: WorldProgress["tally"]["coverage"],
): readonly { readonly way: string; readonly strikes: number }[] {
  return Object.entries(coverage).flatMap(([at, ways]) =>
    Object.entries(ways).map(([fault, strikes]) => ({ way: `${fault} at ${at}`, strikes })),
  );
}
