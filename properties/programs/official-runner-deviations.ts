import type { ComparableRun } from "./comparable-run.ts";
import {
  type Deviation,
  boom,
  changeEachField,
  changeOperations,
  eachOperation,
  programOf,
} from "./deviation.ts";
import { statementsOf } from "./places.ts";
import type { CallbackPlan, Json, Program, Statement } from "./program.ts";
import { skipTimeDeviations } from "./skip-time-deviations.ts";

export const deviations: readonly Deviation[] = [
  {
    name: "what ended by itself has no end",
    example: programOf({ kind: "wait", seconds: 1 }, plainInvocation(1)),
    shows: eachOperation(({ type, hasEnd }) => [type, hasEnd]),
    official: [
      ["WAIT", false],
      ["CHAINED_INVOKE", false],
    ],
    service: [
      ["WAIT", true],
      ["CHAINED_INVOKE", true],
    ],
    normalise: changeOperations((operation) =>
      operation.type === "WAIT" || operation.type === "CHAINED_INVOKE"
        ? { ...operation, hasEnd: false }
        : operation,
    ),
  },
  {
    name: "a finished step still has a next attempt",
    example: programOf(failingStep({ times: 1 })),
    shows: eachOperation(({ status, hasNextAttempt = false }) => [status, hasNextAttempt]),
    official: [["SUCCEEDED", true]],
    service: [["SUCCEEDED", false]],
    normalise: changeOperations(({ hasNextAttempt, ...operation }) =>
      operation.status === "PENDING" && hasNextAttempt !== undefined
        ? { ...operation, hasNextAttempt }
        : operation,
    ),
  },
  {
    name: "a step that is started again stays ready",
    example: programOf({
      kind: "combine",
      how: "race",
      native: true,
      operations: [
        { kind: "wait", seconds: 2 },
        { ...failingStep({ times: 1 }), takesSeconds: 0.75 },
      ],
    }),
    shows: eachOperation(({ type, status }) => [type, status]),
    official: [
      ["WAIT", "SUCCEEDED"],
      ["STEP", "READY"],
    ],
    service: [
      ["WAIT", "SUCCEEDED"],
      ["STEP", "STARTED"],
    ],
    normalise: changeOperations((operation) =>
      operation.status === "READY" ? { ...operation, status: "STARTED" } : operation,
    ),
  },
  {
    name: "a callback that timed out has no error type",
    example: programOf({
      kind: "attempt",
      body: {
        statements: [{ kind: "callback", plan: { timeoutSeconds: 1, reactions: [] } }],
      },
    }),
    shows: ({ result, operations = [] }) => ({
      caught: result,
      recorded: operations.map(({ error }) => error),
    }),
    official: {
      caught: caughtTimeout("Error"),
      recorded: [{ ErrorMessage: "Callback timed out" }],
    },
    service: {
      caught: caughtTimeout("Callback.Timeout"),
      recorded: [{ ErrorType: "Callback.Timeout", ErrorMessage: "Callback timed out" }],
    },
    normalise: changeEachField(withoutTimeoutType),
  },
  {
    name: "a refused checkpoint loses its class, and ends the run instead of the execution",
    // SDK 2.4.0 fails a condition twice when it was polled while something else was running.
    example: programOf(
      { kind: "unawaited", operation: { kind: "step", takesSeconds: 2.5 } },
      { kind: "poll", polls: 3, delaySeconds: 1, throws: { at: 2, with: boom } },
    ),
    shows: ({ status, error }) => ({ status, error }),
    official: {
      status: "REJECTED",
      error: "[Unrecoverable Invocation] Checkpoint failed: Invalid current STEP state to close.",
    },
    service: {
      status: "FAILED",
      error: refusedCheckpoint("Invalid current STEP state to close."),
    },
    normalise: (run) => {
      const error = run.error ?? null;
      const refused = /^\[Unrecoverable Invocation\] Checkpoint failed: (?<why>.*)$/;
      const why = typeof error === "string" ? refused.exec(error)?.groups?.["why"] : undefined;
      if (why !== undefined) return { status: "FAILED", error: refusedCheckpoint(why) };
      return JSON.stringify(error).includes("CheckpointUnrecoverableExecutionError")
        ? { status: run.status, error }
        : run;
    },
  },
  {
    name: "a function that does not exist ends the run",
    example: programOf({
      kind: "attempt",
      body: { statements: [{ kind: "invoke", target: { kind: "unknown" } }] },
    }),
    shows: ({ status, operations = [] }) => ({
      status,
      operations: operations.map((operation) => [operation.type, operation.status]),
    }),
    official: { status: "REJECTED", operations: [] },
    service: { status: "SUCCEEDED", operations: [["CHAINED_INVOKE", "FAILED"]] },
    concerns: (program) =>
      statementsOf(program).some(
        ({ statement }) => statement.kind === "invoke" && statement.target.kind === "unknown",
      ),
  },
  {
    name: "a function that returns nothing has failed",
    example: programOf({
      kind: "attempt",
      body: { statements: [{ kind: "invoke", target: { kind: "plain" } }] },
    }),
    shows: eachOperation(({ type, status }) => [type, status]),
    official: [["CHAINED_INVOKE", "FAILED"]],
    service: [["CHAINED_INVOKE", "SUCCEEDED"]],
    concerns: (program) =>
      statementsOf(program).some(
        ({ statement }) =>
          statement.kind === "invoke" &&
          statement.target.kind === "plain" &&
          statement.target.returns === undefined,
      ),
  },
  {
    name: "an invoked function finds no functions itself",
    example: programOf({
      kind: "invoke",
      target: { kind: "durable", body: { statements: [plainInvocation(1)] } },
    }),
    shows: ({ status }) => status,
    official: "REJECTED",
    service: "SUCCEEDED",
    concerns: (program) =>
      statementsOf(program).some(({ statement, invoked }) => invoked && reachesOut(statement)),
  },
  {
    name: "a completed callback can be completed again",
    example: programOf({
      kind: "callback",
      plan: {
        reactions: [
          { kind: "succeed", afterSeconds: 0.5, result: "first" },
          { kind: "succeed", afterSeconds: 1.5, result: "second" },
        ],
      },
      meanwhile: [{ kind: "wait", seconds: 2 }],
    }),
    shows: ({ result }) => result,
    official: { input: null, results: ["second"] },
    service: { input: null, results: ["first"] },
    concerns: (program) =>
      statementsOf(program).some(
        ({ statement }) => "plan" in statement && isCompletedTwice(statement.plan),
      ),
  },
  ...skipTimeDeviations,
];

/** A run without what deviations, by default all of them, change in it. */
export function withoutDeviations(run: ComparableRun, which = deviations): ComparableRun {
  return which.reduce((rest, { normalise }) => normalise?.(rest) ?? rest, run);
}

/** Whether a named deviation makes a program go on differently on the official runner. */
export function isConcerned(program: Program, runner: { readonly skippingTime: boolean }): boolean {
  return deviations.some(
    ({ skippingTime = false, concerns }) =>
      (runner.skippingTime || !skippingTime) && (concerns?.(program) ?? false),
  );
}

function plainInvocation(returns: Json) {
  return { kind: "invoke", target: { kind: "plain", returns } } as const;
}

function failingStep({ times }: { readonly times: number }) {
  const retry = { maxAttempts: times + 1, delaySeconds: 1 };
  return { kind: "step", fails: { times, with: boom, retry } } as const;
}

function caughtTimeout(error: string): Json {
  const cause = { error, message: "Callback timed out" };
  const type = "CallbackTimeoutError";
  return {
    input: null,
    results: [{ caught: { error: type, message: "Callback timed out", errorType: type, cause } }],
  };
}

function refusedCheckpoint(why: string): Json {
  return {
    ErrorType: "CheckpointUnrecoverableExecutionError",
    ErrorMessage: `[Unrecoverable Execution] Checkpoint failed: ${why}`,
  };
}

/** Whether a statement needs someone outside of its function. */
function reachesOut({ kind }: Statement): boolean {
  return kind === "invoke" || kind === "callback" || kind === "waitForCallback";
}

function isCompletedTwice({ reactions, timeoutSeconds = Infinity }: CallbackPlan): boolean {
  const completions = reactions.filter(({ kind }) => kind !== "heartbeat");
  return (
    completions.length > 1 || completions.some(({ afterSeconds }) => afterSeconds >= timeoutSeconds)
  );
}

/** In the digest of an error the type is its name, on the wire it is a field of its own. */
function withoutTimeoutType([key, value]: [string, unknown]): [string, unknown][] {
  if (value !== "Callback.Timeout" && value !== "Callback.Heartbeat") return [[key, value]];
  return key === "ErrorType" ? [] : [[key, "Error"]];
}
