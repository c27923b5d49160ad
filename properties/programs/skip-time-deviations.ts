import { type Deviation, boom, eachOperation, programOf } from "./deviation.ts";
import { statementsOf } from "./places.ts";
import type { Statement } from "./program.ts";

/** How the official runner is not AWS when it skips time. */
export const skipTimeDeviations: readonly Deviation[] = [
  {
    name: "timers end in the order of their start",
    skippingTime: true,
    example: programOf({
      kind: "combine",
      how: "race",
      native: true,
      operations: [
        { kind: "wait", seconds: 3 },
        { kind: "wait", seconds: 1 },
      ],
    }),
    shows: eachOperation(({ status, waitSeconds }) => [waitSeconds, status]),
    official: [
      [3, "SUCCEEDED"],
      [1, "SUCCEEDED"],
    ],
    service: [
      [3, "STARTED"],
      [1, "SUCCEEDED"],
    ],
    concerns: (program) => statementsOf(program).some(({ statement }) => isConcurrent(statement)),
  },
  {
    // The SDK fails such a condition once for each of its polls.
    name: "a condition is polled in one invocation, though nothing else is running",
    skippingTime: true,
    example: programOf({
      kind: "attempt",
      body: {
        statements: [{ kind: "poll", polls: 3, delaySeconds: 1, throws: { at: 2, with: boom } }],
      },
    }),
    shows: ({ status }) => status,
    official: "REJECTED",
    service: "SUCCEEDED",
    concerns: (program) =>
      statementsOf(program).some(
        ({ statement }) => statement.kind === "poll" && (statement.throws?.at ?? 0) > 1,
      ),
  },
];

/** Whether more than one thing can happen at a time; callbacks are in real time in any case. */
function isConcurrent(statement: Statement): boolean {
  switch (statement.kind) {
    case "map":
    case "parallel":
      return statement.branches.length > 1;
    case "combine":
      return statement.operations.length > 1;
    case "unawaited":
    case "callback":
      return true;
    case "waitForCallback":
      return statement.submitterFails !== undefined;
    case "step":
    case "wait":
    case "poll":
    case "child":
    case "invoke":
    case "attempt":
    case "retried":
    case "throw":
      return false;
    default:
      return statement satisfies never;
  }
}
