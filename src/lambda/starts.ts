import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import { executionStartFaults } from "../faults/fault.ts";
import { executionStart } from "../faults/place.ts";
import type { ClosedOutcome, Outcome } from "../kernel/outcome.ts";
import { executionArn, executionIdOf } from "./arn.ts";
import type { DispatchPlan } from "./dispatch-plan.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { LambdaEnvironment } from "./environment.ts";

/** An execution that is started beside the one under test. */
export interface OtherStart {
  /** Tells its fault points apart from those of others, as in `reconciler > invocation start`. */
  readonly label: string;
  readonly handler: DurableLambdaHandler;
  /** JSON. */
  readonly input: string;
  /** Started again under a name that is taken, with the same input or another, it is not. */
  readonly name: string | undefined;
  /** Virtual ms from now. */
  readonly afterMs: number;
}

/** An execution that has ended, as AWS's status events tell of it. */
export interface EndedExecution {
  /** None for the execution under test. */
  readonly label: string | undefined;
  /** JSON. */
  readonly input: string;
  /** When it was started, ms since the epoch. */
  readonly startedMs: number;
  readonly outcome: ClosedOutcome;
}

/** An execution that has been started, and what has become of it so far. */
export interface StartedExecution extends Omit<EndedExecution, "outcome" | "startedMs"> {
  readonly outcome: Outcome;
}

/** What is to be started. */
export interface StartOptions {
  readonly handler: DurableLambdaHandler;
  /** JSON. */
  readonly input: string;
  /** Starting it again under the same name, with the same input, starts nothing. */
  readonly executionName: string | undefined;
  readonly others: readonly OtherStart[];
  /** What the end of an execution starts, such as a function that AWS's status events trigger. */
  readonly onEnded: (ended: EndedExecution) => readonly OtherStart[];
}

/** What one more execution is started with. */
export type Start = Omit<DispatchPlan, "number" | "rank" | "surroundings" | "onMove">;

/** Whoever makes an execution of what it is started with. */
interface Dispatch {
  /** How many executions there are. */
  readonly count: () => number;
  readonly dispatch: (start: Start) => Dispatcher;
}

const functionName = "function";
const version = "1";

/** Starts the execution under test, those beside it, and those that follow when one has ended. */
export class Starts {
  readonly #environment: LambdaEnvironment;
  readonly #options: StartOptions;
  readonly #dispatch: Dispatch;
  readonly #root: Dispatcher;
  readonly #others: Dispatcher[] = [];
  readonly #followers: Dispatcher[] = [];
  readonly #names = new Set<string>();

  constructor(environment: LambdaEnvironment, options: StartOptions, dispatch: Dispatch) {
    this.#environment = environment;
    this.#options = options;
    this.#dispatch = dispatch;
    this.#root = this.#dispatch.dispatch(this.#rootStart(1));
  }

  /** The executions that were started besides the one under test. */
  get others(): readonly StartedExecution[] {
    return this.#others.map(({ plan: { label, input }, execution: { outcome } }) => ({
      label,
      input,
      outcome,
    }));
  }

  /** Whether an execution has come to its end that followed when another had ended. */
  get isLookedAfter(): boolean {
    return this.#followers.some(({ execution }) => execution.outcome.status === "SUCCEEDED");
  }

  /** Whoever starts an execution may do so twice, by a retry of its own. */
  begin(): void {
    const { loop, seam } = this.#environment;
    const { executionName, others } = this.#options;
    this.#root.start();
    const fault = seam.decide(executionStart, executionStartFaults, loop.elapsedMs);
    if (fault === "duplicate" && executionName === undefined) {
      this.#dispatch.dispatch(this.#rootStart(this.#dispatch.count() + 1)).start();
    }
    for (const other of others) this.#plan(other, false);
  }

  /** Starts another execution later, unless its name is taken by then. */
  #plan(other: OtherStart, isFollower: boolean): void {
    this.#environment.loop.schedule(
      undefined,
      other.afterMs,
      () => {
        const { name } = other;
        if (name !== undefined && this.#names.has(name)) return;
        const start = this.#startOf(this.#dispatch.count() + 1, other);
        const dispatcher = this.#dispatch.dispatch(start);
        this.#others.push(dispatcher);
        if (isFollower) this.#followers.push(dispatcher);
        dispatcher.start();
      },
      () => `start ${other.label} ${other.input}`,
    );
  }

  #rootStart(number: number): Start {
    const { handler, input, executionName: name } = this.#options;
    return this.#startOf(number, { label: undefined, handler, input, name });
  }

  #startOf(
    number: number,
    other: Omit<OtherStart, "label" | "afterMs"> & { readonly label: string | undefined },
  ): Start {
    const { label, handler, input, name } = other;
    const executionId = executionIdOf(number);
    const startedMs = this.#environment.loop.nowMs;
    if (name !== undefined) this.#names.add(name);
    const identity = { functionName, version, executionName: name ?? executionId, executionId };
    return {
      arn: executionArn(identity),
      id: executionId,
      functionName,
      version,
      handler,
      input,
      tenantId: undefined,
      executionTimeoutMs: this.#environment.settings.executionTimeoutMs,
      label,
      isInvoked: false,
      onClosed: (outcome) => {
        // A duplicate that a fault has started is not what the trial is about.
        if (label !== undefined || number === 1) this.#ended({ label, input, startedMs, outcome });
      },
    };
  }

  #ended(ended: EndedExecution): void {
    const { loop, trace } = this.#environment;
    const { label, outcome } = ended;
    const of = label === undefined ? {} : { execution: label };
    trace.record({ kind: "execution.ended", atMs: loop.elapsedMs, outcome, ...of });
    try {
      for (const other of this.#options.onEnded(ended)) this.#plan(other, true);
    } catch (error) {
      this.#environment.onBroken("onEnded", error);
    }
  }
}
