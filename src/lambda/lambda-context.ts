import { UsageError } from "../kernel/errors.ts";
import { functionArn } from "./arn.ts";
import type { LambdaContext } from "./functions.ts";
import type { Invocation } from "./invocation.ts";

/** Which function an invocation runs, and until when it may. */
export interface InvokedFunction {
  readonly name: string;
  readonly version: string;
  readonly tenantId: string | undefined;
  readonly deadlineMs: number;
  readonly nowMs: () => number;
}

const invocationKey = Symbol("durable-chaos invocation");

/** The context that Lambda hands to a handler. */
export function lambdaContextOf(invocation: Invocation, invoked: InvokedFunction): LambdaContext {
  const { name, version, tenantId, deadlineMs, nowMs } = invoked;
  return Object.assign(
    {
      callbackWaitsForEmptyEventLoop: false,
      functionName: name,
      functionVersion: version,
      invokedFunctionArn: functionArn(name, version),
      memoryLimitInMB: "1024",
      awsRequestId: invocation.requestId,
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: `2023/11/14/[${version}]0`,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - nowMs()),
      ...(tenantId === undefined ? {} : { tenantId }),
      done: ignore,
      fail: ignore,
      succeed: ignore,
    },
    { [invocationKey]: invocation },
  );
}

/** The runtime's callback-style endings, which an async handler does not use. */
function ignore(): void {}

/**
 * Kills the sandbox that runs the handler with this Lambda context, as `process.exit` would: the
 * service notices, and invokes again. For code under test that dies at a place of its own choice.
 * Nothing reaches the service or a fake after that; but JavaScript cannot be stopped in the middle of
 * a burst of microtasks, so that `catch` and `finally` blocks, and what runs beside them, still run.
 *
 * @example
 * await context.step("charge", async () => {
 *   await charge();
 *   crash(context.lambdaContext);
 * });
 */
export function crash(context: object): never {
  const invocation: Invocation | undefined = Reflect.get(context, invocationKey);
  if (invocation === undefined) {
    throw new UsageError(
      "crash() takes the Lambda context of a simulated invocation: context.lambdaContext",
    );
  }
  invocation.crash();
  throw new Error("this sandbox has crashed");
}
