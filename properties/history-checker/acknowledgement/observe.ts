import {
  type DurableExecutionClient,
  type DurableExecutionInvocationInput,
  DurableExecutionInvocationInputWithClient,
  type DurableLambdaHandler,
} from "@aws/durable-execution-sdk-js";
import type { Observation } from "./observation.ts";
import { seenOperations } from "./seen-operation.ts";

/**
 * Stands between the service and a durable function, and writes down what passes: what each invocation
 * is shown, what it sends, and what is acknowledged. Sees only what a sandbox sees.
 *
 * It changes nothing, not even the order of microtasks: promises are passed on as they are, and what
 * passes is copied, for whoever owns it may change it later.
 */
export class Observer {
  readonly #byArn = new Map<string, Observation[]>();

  /** What passed for each execution, by its ARN. */
  get observations(): ReadonlyMap<string, readonly Observation[]> {
    return this.#byArn;
  }

  /** The same function, under observation. */
  observe(handler: DurableLambdaHandler): DurableLambdaHandler {
    return (event, context) => {
      if (!DurableExecutionInvocationInputWithClient.isInstance(event)) {
        throw new TypeError("an invocation brings its client along, or it cannot be observed");
      }
      const seen = this.#seenOf(event.DurableExecutionArn);
      const invocation = 1 + seen.filter(({ kind }) => kind === "invoked").length;
      const { Operations, NextMarker } = event.InitialExecutionState;
      seen.push({
        kind: "invoked",
        invocation,
        token: event.CheckpointToken,
        operations: seenOperations(Operations),
        hasMore: isMarker(NextMarker),
      });
      const client = observeClient(event.durableExecutionClient, seen, invocation);
      return handler(withClient(event, client), context);
    };
  }

  #seenOf(arn: string): Observation[] {
    let seen = this.#byArn.get(arn);
    if (seen === undefined) {
      seen = [];
      this.#byArn.set(arn, seen);
    }
    return seen;
  }
}

function observeClient(
  client: DurableExecutionClient,
  seen: Observation[],
  invocation: number,
): DurableExecutionClient {
  let calls = 0;
  return {
    checkpoint: (request, logger) => {
      const call = ++calls;
      seen.push({
        kind: "sent",
        invocation,
        call,
        token: request.CheckpointToken ?? "",
        updates: structuredClone(request.Updates ?? []),
      });
      const answer = client.checkpoint(request, logger);
      whenAnswered(answer, ({ CheckpointToken: token, NewExecutionState }) => {
        const operations = seenOperations(NewExecutionState?.Operations);
        seen.push({ kind: "acknowledged", invocation, call, token, operations });
      });
      return answer;
    },
    getExecutionState: (request, logger) => {
      const answer = client.getExecutionState(request, logger);
      whenAnswered(answer, ({ Operations, NextMarker }) => {
        const operations = seenOperations(Operations);
        seen.push({ kind: "read", invocation, operations, hasMore: isMarker(NextMarker) });
      });
      return answer;
    },
  };
}

/** An error says nothing of whether the updates were applied, and neither does silence. */
function whenAnswered<Answer>(answer: Promise<Answer>, record: (answer: Answer) => void): void {
  answer.then(record, ignore);
}

/** The SDK's class copies three fields and drops the rest, such as `UpdatedOperationIds`. */
function withClient(
  event: DurableExecutionInvocationInput,
  client: DurableExecutionClient,
): DurableExecutionInvocationInput {
  const observed = new DurableExecutionInvocationInputWithClient(event, client);
  return Object.assign(observed, { ...event, durableExecutionClient: client });
}

function isMarker(marker: string | null | undefined): boolean {
  return marker !== undefined && marker !== null && marker !== "";
}

function ignore(): void {}
