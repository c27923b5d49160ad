import { callbacksOf } from "./places.ts";
import type {
  Block,
  CallbackStatement,
  CombineStatement,
  ForkStatement,
  InvokeStatement,
  Operation,
  PollStatement,
  Program,
  Statement,
  StepStatement,
} from "./program.ts";

/**
 * The program without what depends on when something happens, or on how often the service failed: a
 * crash takes time, so that only the rest has to end as if nothing had happened.
 */
export function timeless(program: Program): Program {
  const { input, body } = canHang(program) ? withoutBallast(program) : program;
  return { input, body: timelessBlock(body) };
}

/**
 * SDK 2.4.0 replays the children of large contexts, and hangs at a callback among them that timed out
 * (sdk-defects-suspension.test.ts); how often a context is replayed is up to the crashes.
 */
function canHang(program: Program): boolean {
  return [...callbacksOf(program).values()].some(
    ({ timeoutSeconds, heartbeatSeconds }) =>
      timeoutSeconds !== undefined || heartbeatSeconds !== undefined,
  );
}

function withoutBallast(program: Program): Program {
  return JSON.parse(JSON.stringify(program), (key, value: unknown) =>
    key === "ballast" ? undefined : value,
  ) as Program;
}

function timelessBlock({ statements, ...rest }: Block): Block {
  return { ...rest, statements: statements.map(timelessStatement) };
}

function timelessStatement(statement: Statement): Statement {
  switch (statement.kind) {
    case "attempt":
    case "retried":
      return { ...statement, body: timelessBlock(statement.body) };
    case "callback":
      return timelessCallback(statement);
    case "unawaited":
      return { ...statement, operation: timelessOperation(statement.operation) };
    case "throw":
      return statement;
    default:
      return timelessOperation(statement);
  }
}

function timelessOperation(operation: Operation): Operation {
  switch (operation.kind) {
    case "step":
      return repeatable(operation);
    case "child":
      return { ...operation, body: timelessBlock(operation.body) };
    case "map":
    case "parallel":
      return timelessFork(operation);
    case "combine":
      return timelessCombine(operation);
    case "waitForCallback": {
      // The callback may be over before its submitter has failed for the last time, or after.
      const { submitterFails: _, ...rest } = operation;
      return rest;
    }
    case "invoke":
      return timelessInvoke(operation);
    case "poll":
      return timelessPoll(operation);
    case "wait":
      return operation;
    default:
      return operation satisfies never;
  }
}

/** A crash costs a step that runs at most once an attempt, of which it has only so many. */
function repeatable(step: StepStatement): StepStatement {
  const { atMostOnce: _, ...rest } = step;
  return rest;
}

/**
 * A check throws at once or not at all: once it was polled in process, which a crash may prevent, SDK
 * 2.4.0 fails the step twice (defect 4 of sdk-defects-suspension.test.ts).
 */
function timelessPoll({ throws, ...poll }: PollStatement): PollStatement {
  return throws === undefined ? poll : { ...poll, throws: { ...throws, at: 1 } };
}

/** Without a race of the callback against the clock; its timeouts and its completion race on AWS's. */
function timelessCallback(callback: CallbackStatement): CallbackStatement {
  const { deadlineSeconds: _, meanwhile, ...rest } = callback;
  return meanwhile === undefined ? rest : { ...rest, meanwhile: meanwhile.map(timelessStatement) };
}

/** Which branch fails first, or is among the first to succeed, is a matter of time. */
function timelessFork(fork: ForkStatement): ForkStatement {
  const { completion: _, branches, ...rest } = fork;
  return { ...rest, branches: branches.map((branch) => unfailing(timelessBlock(branch))) };
}

/** Which operation settles first is a matter of time, and so is which of several fails first. */
function timelessCombine({ how, operations, ...combine }: CombineStatement): CombineStatement {
  const timelessOnes = operations.map(timelessOperation);
  if (how !== "all") return { ...combine, how: "allSettled", operations: timelessOnes };
  const unfailingOnes = timelessOnes.map((operation): Operation => ({
    kind: "child",
    body: unfailing({ statements: [operation] }),
  }));
  return { ...combine, how, operations: unfailingOnes };
}

function timelessInvoke(invoke: InvokeStatement): InvokeStatement {
  const { target } = invoke;
  if (target.kind !== "durable") return invoke;
  return { ...invoke, target: { ...target, body: timelessBlock(target.body) } };
}

function unfailing({ statements, ...rest }: Block): Block {
  return { ...rest, statements: [{ kind: "attempt", body: { statements } }] };
}
