/** A value that travels as JSON without loss. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * A durable function as plain data: what it calls, in which order, and how each call goes.
 *
 * Deterministic by construction. Whether a body fails is decided by its attempt number alone, so
 * that a program means the same on every service that keeps attempts, whatever is run again.
 */
export interface Program {
  readonly input: Json;
  readonly body: Block;
}

/** Statements that run one after the other; their results are the block's result. */
export interface Block {
  readonly statements: readonly Statement[];
  /** Length of a text that the block returns beside its results: from 256 KiB on, the SDK replays children. */
  readonly ballast?: number;
}

/** Anything that can stand in a block. */
export type Statement = Operation | CallbackStatement | Attempt | Throw | Unawaited | Retried;

/** A statement that is a single durable promise, and may therefore be combined with others. */
export type Operation =
  | StepStatement
  | WaitStatement
  | PollStatement
  | ChildStatement
  | ForkStatement
  | WaitForCallbackStatement
  | InvokeStatement
  | CombineStatement;

/** What code of a program throws. */
export interface Failure {
  /** The error's name; `undefined` throws a bare string instead of an error. */
  readonly name?: string;
  readonly message: string;
}

/** How often a failing body is tried, and how long after the failure. */
export interface RetryPlan {
  readonly maxAttempts: number;
  /** The SDK's own default of a second when absent. */
  readonly delaySeconds?: number;
}

export interface StepStatement {
  readonly kind: "step";
  readonly unnamed?: true;
  /** What it returns in the end; nothing when absent. */
  readonly returns?: Json;
  /** How long the body takes: other branches go on, and are polled, meanwhile. */
  readonly takesSeconds?: number;
  readonly atMostOnce?: true;
  readonly fails?: {
    /** In how many attempts, from the first one on. */
    readonly times: number;
    readonly with: Failure;
    readonly retry: RetryPlan;
  };
}

export interface WaitStatement {
  readonly kind: "wait";
  readonly unnamed?: true;
  readonly seconds: number;
}

/** `waitForCondition`, with the number of polls so far as its state. */
export interface PollStatement {
  readonly kind: "poll";
  readonly unnamed?: true;
  readonly polls: number;
  readonly delaySeconds: number;
  /** The poll in which the check throws. */
  readonly throws?: { readonly at: number; readonly with: Failure };
}

export interface ChildStatement {
  readonly kind: "child";
  readonly unnamed?: true;
  /** A context that leaves no operation of its own. */
  readonly virtual?: true;
  readonly body: Block;
}

/** When a map or parallel is over, if not when all of its branches are. */
export type Completion =
  | {
      readonly minSuccessful?: number;
      readonly toleratedFailureCount?: number;
      readonly toleratedFailurePercentage?: number;
    }
  | { readonly completeAfter: number; readonly as: "SUCCEEDED" | "FAILED" };

/** `map` with blocks as its items, or `parallel` with blocks as its branches. */
export interface ForkStatement {
  readonly kind: "map" | "parallel";
  readonly unnamed?: true;
  readonly branches: readonly Block[];
  /** Branches by names of the program's instead of the SDK's. */
  readonly namedBranches?: true;
  readonly maxConcurrency?: number;
  readonly completion?: Completion;
  readonly flat?: true;
  /** Calls `throwIfError()` on the result. */
  readonly strict?: true;
}

/** What someone outside does to a callback, and how long after it was created. */
export type Reaction = { readonly afterSeconds: number } & (
  | { readonly kind: "succeed"; readonly result?: string }
  | { readonly kind: "fail"; readonly error: CallbackFailure }
  | { readonly kind: "heartbeat" }
);

/** The error object of SendDurableExecutionCallbackFailure. */
export interface CallbackFailure {
  readonly ErrorType?: string;
  readonly ErrorMessage?: string;
  readonly ErrorData?: string;
}

export interface CallbackPlan {
  readonly reactions: readonly Reaction[];
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
}

/** `createCallback`, and its promise awaited after other statements. */
export interface CallbackStatement {
  readonly kind: "callback";
  readonly plan: CallbackPlan;
  readonly meanwhile?: readonly Statement[];
  /** Races the callback against a wait. */
  readonly deadlineSeconds?: number;
}

export interface WaitForCallbackStatement {
  readonly kind: "waitForCallback";
  readonly plan: CallbackPlan;
  /** A submitter that fails in every attempt; one that succeeds when absent. */
  readonly submitterFails?: { readonly with: Failure; readonly retry: RetryPlan };
}

export type InvokeTarget =
  | { readonly kind: "durable"; readonly body: Block }
  | { readonly kind: "plain"; readonly returns?: Json }
  | { readonly kind: "failing"; readonly with: Failure }
  | { readonly kind: "unknown" };

export interface InvokeStatement {
  readonly kind: "invoke";
  readonly unnamed?: true;
  readonly target: InvokeTarget;
  readonly payload?: Json;
}

/** A promise combinator: the context's, or JavaScript's own over the same durable promises. */
export interface CombineStatement {
  readonly kind: "combine";
  readonly how: "all" | "allSettled" | "any" | "race";
  readonly operations: readonly Operation[];
  readonly unnamed?: true;
  readonly native?: true;
}

/** Runs a block, and goes on with what was thrown if it fails. */
export interface Attempt {
  readonly kind: "attempt";
  readonly body: Block;
}

export interface Throw {
  readonly kind: "throw";
  readonly with: Failure;
}

/** An operation that is started and never looked at again. */
export interface Unawaited {
  readonly kind: "unawaited";
  readonly operation: Operation;
}

/** The SDK's `withRetry` around a block that throws at its end in the first attempts. */
export interface Retried {
  readonly kind: "retried";
  readonly body: Block;
  readonly times: number;
  readonly with: Failure;
  readonly retry: RetryPlan;
  /** Without a child context around the attempts. */
  readonly bare?: true;
}
