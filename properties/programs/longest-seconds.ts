import type { Block, CallbackPlan, RetryPlan, Statement } from "./program.ts";

/** No shorter than a block can take, if every branch is waited for. */
export function longestSeconds({ statements }: Block): number {
  return sum(statements.map(longestOf));
}

function longestOf(statement: Statement): number {
  switch (statement.kind) {
    case "step": {
      const { takesSeconds = 0, fails } = statement;
      return fails === undefined
        ? takesSeconds
        : longestRetries(takesSeconds, fails.times, fails.retry);
    }
    case "wait":
      return statement.seconds;
    case "poll":
      return statement.polls * statement.delaySeconds;
    case "child":
    case "attempt":
      return longestSeconds(statement.body);
    case "retried":
      return longestRetries(longestSeconds(statement.body), statement.times, statement.retry);
    case "map":
    case "parallel":
      return longestFork(statement.branches.map(longestSeconds), statement.maxConcurrency);
    case "combine":
      return Math.max(0, ...statement.operations.map(longestOf));
    case "unawaited":
      return longestOf(statement.operation);
    case "callback":
      return longestCallback(statement.plan) + sum((statement.meanwhile ?? []).map(longestOf));
    case "waitForCallback": {
      const { submitterFails } = statement;
      const submitting =
        submitterFails === undefined
          ? 0
          : longestRetries(0, submitterFails.retry.maxAttempts, submitterFails.retry);
      return Math.max(longestCallback(statement.plan), submitting);
    }
    case "invoke":
      return statement.target.kind === "durable" ? longestSeconds(statement.target.body) : 0;
    case "throw":
      return 0;
    default:
      return statement satisfies never;
  }
}

function longestFork(branches: readonly number[], maxConcurrency = Infinity): number {
  return maxConcurrency < branches.length ? sum(branches) : Math.max(0, ...branches);
}

function longestRetries(each: number, failures: number, retry: RetryPlan): number {
  const attempts = Math.min(failures + 1, retry.maxAttempts);
  return attempts * each + (attempts - 1) * (retry.delaySeconds ?? 1);
}

function longestCallback({ reactions, timeoutSeconds, heartbeatSeconds }: CallbackPlan): number {
  const lastReaction = Math.max(0, ...reactions.map(({ afterSeconds }) => afterSeconds));
  return Math.max(lastReaction + (heartbeatSeconds ?? 0), timeoutSeconds ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
