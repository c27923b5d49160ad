import { DurablePromise, StepSemantics } from "@aws/durable-execution-sdk-js";
import { startFork } from "./forks.ts";
import { blockPlace, functionName, statementPlace } from "./places.ts";
import type {
  CallbackPlan,
  CallbackStatement,
  ChildStatement,
  CombineStatement,
  InvokeStatement,
  Operation,
  PollStatement,
  StepStatement,
  WaitForCallbackStatement,
  WaitStatement,
} from "./program.ts";
import { type Scope, fail, nameIn, recordRun, retryStrategy } from "./scope.ts";

/** Calls the SDK for the operation at the scope's place; does not wait for it. */
export function startOperation(scope: Scope, operation: Operation): DurablePromise<unknown> {
  switch (operation.kind) {
    case "step":
      return startStep(scope, operation);
    case "wait":
      return startWait(scope, operation);
    case "poll":
      return startPoll(scope, operation);
    case "child":
      return startChild(scope, operation);
    case "map":
    case "parallel":
      return startFork(scope, operation);
    case "waitForCallback":
      return startWaitForCallback(scope, operation);
    case "invoke":
      return startInvoke(scope, operation);
    case "combine":
      return startCombine(scope, operation);
    default:
      return operation satisfies never;
  }
}

/** Creates the callback at the scope's place, runs what is to be run meanwhile, and awaits it. */
export async function awaitCallback(scope: Scope, statement: CallbackStatement): Promise<unknown> {
  const { context, place } = scope;
  const { plan, meanwhile = [], deadlineSeconds } = statement;
  const [promise] = await context.createCallback(place, limitsOf(plan));
  await scope.runBlock({ ...scope, place: blockPlace(place, 0) }, { statements: meanwhile });
  if (deadlineSeconds === undefined) return await promise;
  const deadline = context.wait(`${place}-deadline`, { seconds: deadlineSeconds });
  return await context.promise.race<unknown>(`${place}-race`, [promise, deadline]);
}

function startStep(scope: Scope, statement: StepStatement): DurablePromise<unknown> {
  const { returns, takesSeconds, atMostOnce, fails } = statement;
  return scope.context.step(
    nameIn(scope, statement),
    async ({ attempt }) => {
      recordRun(scope);
      if (takesSeconds !== undefined) {
        await new Promise((resolve) => {
          setTimeout(resolve, takesSeconds * 1_000);
        });
      }
      return fails !== undefined && attempt <= fails.times ? fail(fails.with) : returns;
    },
    {
      ...(atMostOnce === true ? { semantics: StepSemantics.AtMostOncePerRetry } : {}),
      ...(fails === undefined ? {} : { retryStrategy: retryStrategy(fails.retry) }),
    },
  );
}

function startWait(scope: Scope, { unnamed, seconds }: WaitStatement): DurablePromise<void> {
  return unnamed === true
    ? scope.context.wait({ seconds })
    : scope.context.wait(scope.place, { seconds });
}

function startPoll(scope: Scope, statement: PollStatement): DurablePromise<number> {
  const { polls, delaySeconds, throws } = statement;
  return scope.context.waitForCondition(
    nameIn(scope, statement),
    async (soFar: number) => {
      recordRun(scope);
      return soFar + 1 === throws?.at ? fail(throws.with) : soFar + 1;
    },
    {
      initialState: 0,
      waitStrategy: (soFar) =>
        soFar < polls
          ? { shouldContinue: true, delay: { seconds: delaySeconds } }
          : { shouldContinue: false },
    },
  );
}

function startChild(scope: Scope, statement: ChildStatement): DurablePromise<unknown> {
  return scope.context.runInChildContext(
    nameIn(scope, statement),
    async (context) =>
      await scope.runBlock(
        { ...scope, context, place: blockPlace(scope.place, 0) },
        statement.body,
      ),
    statement.virtual === true ? { virtualContext: true } : {},
  );
}

function startWaitForCallback(
  scope: Scope,
  statement: WaitForCallbackStatement,
): DurablePromise<unknown> {
  const { plan, submitterFails } = statement;
  return scope.context.waitForCallback(
    scope.place,
    async () => {
      recordRun(scope);
      if (submitterFails !== undefined) fail(submitterFails.with);
    },
    {
      ...limitsOf(plan),
      ...(submitterFails === undefined
        ? {}
        : { retryStrategy: retryStrategy(submitterFails.retry) }),
    },
  );
}

function startInvoke(scope: Scope, statement: InvokeStatement): DurablePromise<unknown> {
  const target = functionName(scope.place);
  // Without a name, the SDK would take a text as the name of the function.
  return statement.unnamed === true && typeof statement.payload !== "string"
    ? scope.context.invoke(target, statement.payload)
    : scope.context.invoke(scope.place, target, statement.payload);
}

function startCombine(scope: Scope, statement: CombineStatement): DurablePromise<unknown> {
  const { how, native, operations } = statement;
  const placed = operations.map((operation, index) => ({
    operation,
    scope: { ...scope, place: statementPlace(blockPlace(scope.place, 0), index) },
  }));
  const promises = placed.map(({ operation, scope: own }) => startOperation(own, operation));
  if (native === true) return new DurablePromise(async () => await combineNatively(how, promises));
  const name = nameIn(scope, statement);
  const { promise } = scope.context;
  switch (how) {
    case "all":
      return promise.all(name, promises);
    case "allSettled":
      return promise.allSettled(name, promises);
    case "any":
      return promise.any(name, promises);
    case "race":
      return promise.race(name, promises);
    default:
      return how satisfies never;
  }
}

async function combineNatively(
  how: CombineStatement["how"],
  promises: readonly DurablePromise<unknown>[],
): Promise<unknown> {
  switch (how) {
    case "all":
      return await Promise.all(promises);
    case "allSettled":
      return await Promise.allSettled(promises);
    case "any":
      return await Promise.any(promises);
    case "race":
      return await Promise.race(promises);
    default:
      return how satisfies never;
  }
}

function limitsOf({ timeoutSeconds, heartbeatSeconds }: CallbackPlan) {
  return {
    ...(timeoutSeconds === undefined ? {} : { timeout: { seconds: timeoutSeconds } }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatTimeout: { seconds: heartbeatSeconds } }),
  };
}
