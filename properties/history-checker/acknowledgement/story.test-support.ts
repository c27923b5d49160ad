import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import type { BrokenPromise, Observation } from "./observation.ts";
import type { SeenOperation } from "./seen-operation.ts";

const execution: SeenOperation = {
  Id: "execution",
  Type: "EXECUTION",
  Status: "STARTED",
  StartTimestamp: 0,
};

/** Writes observations by hand; each invocation is shown the execution, and what is given. */
export class Story {
  readonly observations: readonly Observation[];

  constructor(observations: readonly Observation[] = []) {
    this.observations = observations;
  }

  invoked(operations: readonly SeenOperation[] = [], token?: string, hasMore = false): Story {
    const invocation = this.#invocation + 1;
    return this.#add({
      kind: "invoked",
      invocation,
      token: token ?? `token ${invocation}`,
      operations: [execution, ...operations],
      hasMore,
    });
  }

  read(operations: readonly SeenOperation[], hasMore = false): Story {
    return this.#add({ kind: "read", invocation: this.#invocation, operations, hasMore });
  }

  sent(updates: readonly OperationUpdate[], token = this.#token ?? ""): Story {
    const invocation = this.#invocation;
    return this.#add({ kind: "sent", invocation, call: this.#calls + 1, token, updates });
  }

  acknowledged(
    operations: readonly SeenOperation[],
    { token, invocation = this.#invocation }: { token?: string; invocation?: number } = {},
  ): Story {
    const call = this.#calls;
    const next = token ?? `token ${this.#invocation}.${call}`;
    return this.#add({ kind: "acknowledged", invocation, call, token: next, operations });
  }

  /** Everything exactly as given, for what the rest cannot tell. */
  wrong(observations: readonly Observation[]): Story {
    return new Story([...this.observations, ...observations]);
  }

  get #invocation(): number {
    return this.observations.filter(({ kind }) => kind === "invoked").length;
  }

  get #calls(): number {
    return this.observations.filter(({ kind }) => kind === "sent").length;
  }

  get #token(): string | undefined {
    return this.observations.findLast((observation) => "token" in observation)?.token;
  }

  #add(observation: Observation): Story {
    return new Story([...this.observations, observation]);
  }
}

export function stepOf(Id: string, change: Partial<SeenOperation> = {}): SeenOperation {
  return { Id, Type: "STEP", SubType: "Step", Status: "STARTED", StartTimestamp: 1, ...change };
}

export function contextOf(Id: string, change: Partial<SeenOperation> = {}): SeenOperation {
  const SubType = "RunInChildContext";
  return { Id, Type: "CONTEXT", SubType, Status: "STARTED", StartTimestamp: 1, ...change };
}

export function update(
  Action: NonNullable<OperationUpdate["Action"]>,
  { Id, Type, SubType, ParentId }: SeenOperation,
  change: Partial<OperationUpdate> = {},
): OperationUpdate {
  return { Id, Type, SubType, ParentId, Action, ...change };
}

/** What one rule has to say of a story. */
export function findings(
  rule: (observations: readonly Observation[]) => Iterable<BrokenPromise>,
  { observations }: Story,
): readonly string[] {
  return Array.from(rule(observations), ({ invocation, says }) => `${invocation}: ${says}`);
}
