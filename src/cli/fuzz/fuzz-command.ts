import { dirname } from "node:path";
import type { CampaignReport, FindingRecord, FoundRecord } from "../../campaign/campaign-report.ts";
import type { EndedBy } from "../../campaign/campaign-state.ts";
import { reportOf } from "../../campaign/report-of.ts";
import { drainWorks, inMacrotask } from "../../kernel/drain.ts";
import { UsageError } from "../../kernel/errors.ts";
import { type Budget, renderProgressLine, renderScreen } from "../../report/fuzz-screen.ts";
import { renderFindingLine } from "../../report/fuzz-summary.ts";
import { renderJunit } from "../../report/junit.ts";
import type { World } from "../../trial/world.ts";
import { removeAbandoned } from "../disk.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { quote } from "../quote.ts";
import { onInterrupt } from "../on-interrupt.ts";
import { pathOfScenario, saveScenario } from "../saved-scenario.ts";
import type { Terminal } from "../terminal.ts";
import { type FuzzOptions, usualMinutes } from "./fuzz-options.ts";
import { LiveView } from "./live-view.ts";
import { type Cast, openCampaign } from "./open-campaign.ts";
import { type Artist, printSummary } from "./print-summary.ts";
import type { CampaignStore } from "./store.ts";
import { Supervisor } from "./supervisor.ts";
import { toolVersions } from "./tool-versions.ts";

/** What a campaign runs in. */
export interface FuzzSurroundings extends Cast {
  readonly terminal: Terminal;
  /** The module that exports `worlds`, for the worker processes. */
  readonly worldsModule: URL;
}

/** Fuzzes worlds in worker processes until its time, its trials or its news are at an end. */
export async function fuzz(options: FuzzOptions, around: FuzzSurroundings): Promise<ExitCode> {
  const { terminal } = around;
  if (!(await inMacrotask(drainWorks))) {
    throw new UsageError(
      `Node ${process.version} cannot drain its microtasks in one call, which searching needs; use Node 22, 24 or 26`,
    );
  }
  terminal.makeFolder(options.save);
  removeAbandoned(options.save);
  for (const path of [options.json, options.junit]) {
    if (path !== undefined) terminal.makeFolder(dirname(path));
  }
  const store = openCampaign(options, around, terminal);
  try {
    const session = new Session(store, options, around);
    try {
      const endedBy = await session.run();
      const report = await finish(store, options, around, session.artist);
      return codeOf(report, endedBy);
    } finally {
      session.end();
    }
  } finally {
    store.close();
  }
}

/** One run of the command; a campaign may have several. */
class Session {
  /** For when the run is over. */
  readonly artist: Artist = async (job) => this.#supervisor.draw(job);

  readonly #store: CampaignStore;
  readonly #options: FuzzOptions;
  readonly #terminal: Terminal;
  readonly #supervisor: Supervisor;
  readonly #view: LiveView;
  readonly #beganMs: number;
  readonly #earlierMs: number;
  readonly #told = new Set<string>();
  /** Whether the first new finding was shown. */
  #hasTold = false;

  constructor(
    store: CampaignStore,
    options: FuzzOptions,
    { terminal, worldsModule }: FuzzSurroundings,
  ) {
    this.#store = store;
    this.#options = options;
    this.#terminal = terminal;
    this.#beganMs = terminal.elapsedMs();
    this.#earlierMs = store.elapsedMs;
    const budget = budgetOf(options);
    const { workers } = options;
    this.#view = new LiveView(store, { workers, budget, elapsedMs: this.#earlierMs });
    for (const { record } of store.findings) this.#told.add(record.id);
    const settings = {
      worldsModule,
      workers,
      hangMs: options.hangAfter * 1000,
      mostRssBytes: options.memory * 2 ** 20,
    };
    this.#supervisor = new Supervisor(store, settings, {
      found: (record) => this.#found(record),
      finishedStint: ({ behaviours }) => {
        if (behaviours > 0) this.#view.refreshIdle(this.#elapsedMs());
      },
      finishedReplay: () => this.#view.refreshReplays(),
      note: (text) => terminal.note(text),
      elapsedMs: () => this.#elapsedMs(),
    });
  }

  async run(): Promise<EndedBy> {
    const before = this.#store.endedBy;
    const isOver = before === "idle" || this.#leftMs() <= 0;
    if (this.#earlierMs > 0) this.#terminal.note(this.#describeResume(isOver));
    if (isOver && before !== undefined) return before;
    this.#store.begin(this.#options.workers);
    const release = onInterrupt((times) => this.#interrupt(times));
    const timers = this.#startTimers();
    try {
      const endedBy = isOver ? "time" : await this.#supervisor.run();
      this.#store.end(endedBy, this.#elapsedMs());
      return endedBy;
    } finally {
      for (const timer of timers) clearInterval(timer);
      this.#terminal.status("");
      release();
    }
  }

  /** Leaves no worker behind. */
  end(): void {
    this.#supervisor.kill();
  }

  #describeResume(isOver: boolean): string {
    const { path, plan } = this.#store;
    const what = isOver ? "is at its end; --fresh begins a new one" : "goes on where it was left";
    return `the campaign of seed ${plan.seed} in ${path} ${what}`;
  }

  #startTimers(): readonly NodeJS.Timeout[] {
    const { untilIdle, plain } = this.#options;
    this.#view.tick(this.#elapsedMs(), 0);
    const second = setInterval(() => {
      const elapsedMs = this.#elapsedMs();
      this.#view.tick(elapsedMs, this.#supervisor.inFlight);
      if (this.#leftMs() <= 0) this.#windDown("time");
      if (untilIdle !== undefined && this.#view.idleMs(elapsedMs) > untilIdle * 60_000) {
        this.#windDown("idle");
      }
    }, 1_000);
    const isDrawn = this.#terminal.isWatched && !plain;
    const show = isDrawn
      ? setInterval(() => this.#draw(), 100)
      : setInterval(() => this.#terminal.note(renderProgressLine(this.#now())), 10_000);
    return [second, show];
  }

  #windDown(by: EndedBy): void {
    this.#view.phase = "ending";
    this.#supervisor.windDown(by);
  }

  #interrupt(times: number): void {
    if (times > 1) {
      this.#supervisor.kill();
      this.#terminal.status("");
      // Whatever was reported is on the disk.
      process.exit(exitCode.interrupted);
    }
    this.#terminal.note("ending: what is being shrunk is finished first, for at most 5 s");
    this.#windDown("interrupt");
  }

  /** A finding is a file as soon as there is one. */
  #found(record: FoundRecord): void {
    const path = saveScenario(record, this.#options.save, this.#terminal);
    if (this.#told.has(record.id)) return;
    this.#told.add(record.id);
    this.#view.refreshIdle(this.#elapsedMs());
    if (this.#hasTold || this.#view.isKnown(record.id) || record.tier === "platform") return;
    this.#hasTold = true;
    const replay = `${this.#terminal.command} replay ${quote(path)}`;
    const finding = { ...record, state: "new", hits: 1, file: path } as const;
    this.#terminal.note(renderFindingLine(finding, replay));
  }

  #draw(): void {
    this.#terminal.draw(renderScreen(this.#now(), this.#terminal.columns));
  }

  #now(): ReturnType<LiveView["at"]> {
    return this.#view.at(this.#elapsedMs(), this.#supervisor);
  }

  #elapsedMs(): number {
    return this.#earlierMs + this.#terminal.elapsedMs() - this.#beganMs;
  }

  #leftMs(): number {
    const budget = budgetOf(this.#options);
    return this.#options.minutes === undefined && budget.kind !== "time"
      ? Infinity
      : minutesOf(this.#options) * 60_000 - this.#elapsedMs();
  }
}

function minutesOf({ minutes }: FuzzOptions): number {
  return minutes ?? usualMinutes;
}

function budgetOf(options: FuzzOptions): Budget {
  const { trials, untilIdle, minutes } = options;
  if (trials !== undefined) return { kind: "trials", total: trials };
  if (minutes === undefined && untilIdle !== undefined) {
    return { kind: "idle", idleMs: untilIdle * 60_000 };
  }
  return { kind: "time", totalMs: minutesOf(options) * 60_000 };
}

async function finish(
  store: CampaignStore,
  { save, json, junit }: FuzzOptions,
  { terminal, chosen }: FuzzSurroundings,
  artist: Artist,
): Promise<CampaignReport> {
  const report = reportOf(store.state(), {
    tool: toolVersions(terminal.version),
    invariantsOf: (name) => invariantsOf(chosen, name),
    fileOf: (record) => pathOfScenario(record, save),
  });
  // A process may have been killed between the two, and a file may have been deleted since.
  for (const finding of report.findings) saveScenario(finding, save, terminal);
  if (json !== undefined) terminal.writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (junit !== undefined) {
    const replayOf = ({ file }: FindingRecord) => `${terminal.command} replay ${quote(file)}`;
    terminal.writeFile(junit, renderJunit(report, replayOf));
  }
  const setAside = [...store.worlds].flatMap(([world, { setAside: why }]) =>
    why === undefined ? [] : [{ world, why }],
  );
  await printSummary(report, setAside, { terminal, artist });
  return report;
}

function invariantsOf(worlds: readonly World[], name: string): readonly string[] {
  return worlds.find((world) => world.name === name)?.invariantNames ?? [];
}

function codeOf({ findings, worlds }: CampaignReport, endedBy: EndedBy): ExitCode {
  if (endedBy === "interrupt") return exitCode.interrupted;
  if (findings.some(({ kind }) => kind === "not-deterministic")) return exitCode.notDeterministic;
  if (findings.some(({ tier }) => tier === "saga")) return exitCode.violated;
  const isUnseen = worlds.some(({ unseen, trials }) => unseen.length > 0 || trials === 0);
  const isVague = worlds.some(({ trials, inconclusive }) => trials <= inconclusive * 2);
  return isUnseen || isVague ? exitCode.inconclusive : exitCode.held;
}
