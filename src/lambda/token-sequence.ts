import type {
  CheckpointDurableExecutionRequest,
  CheckpointDurableExecutionResponse,
  CheckpointUpdatedExecutionState,
} from "@aws/durable-execution-sdk-js";
import type { LambdaSettings } from "./settings.ts";

/** What AWS answers to a token that is not good any more. */
export const staleTokenMessages: Readonly<Record<LambdaSettings["staleTokenMessage"], string>> = {
  real: "Invalid checkpoint token",
  "as-sdk-expects": "Invalid Checkpoint Token",
};

const wellFormed = /^execution\d+invocation\d+checkpoint\d+$/;

/**
 * The checkpoint tokens of one execution.
 *
 * K1. A token is good for one accepted checkpoint of the invocation that it belongs to, while that
 *     is in flight; a newer invocation makes all older tokens worthless.
 * K2. The last accepted call, asked again with the same client token, gets the same answer again.
 */
export class TokenSequence {
  readonly staleMessage: string;

  readonly #prefix: string;
  #invocation = 0;
  #inFlight = false;
  #number = 0;
  #current = "";
  #last:
    | {
        readonly token: string | undefined;
        readonly clientToken: string;
        readonly response: CheckpointDurableExecutionResponse;
      }
    | undefined;

  constructor(execution: number, { staleTokenMessage }: LambdaSettings) {
    this.#prefix = `execution${execution}`;
    this.staleMessage = staleTokenMessages[staleTokenMessage];
  }

  beginInvocation(number: number): string {
    this.#invocation = number;
    this.#inFlight = true;
    return this.#next();
  }

  endInvocation(): void {
    this.#inFlight = false;
  }

  /** Why a token is not good for anything now, if so. */
  objectionTo(token: string | undefined): string | undefined {
    if (this.#inFlight && token === this.#current) return undefined;
    const isOthers =
      token !== undefined && wellFormed.test(token) && !token.startsWith(`${this.#prefix}i`);
    return isOthers
      ? "Checkpoint token is not valid for the durable execution ARN"
      : this.staleMessage;
  }

  /** The answer to the call that a client repeats because it never heard the first one. */
  cachedFor({
    CheckpointToken: token,
    ClientToken: clientToken,
  }: CheckpointDurableExecutionRequest): CheckpointDurableExecutionResponse | undefined {
    const last = this.#last;
    if (last === undefined || clientToken === undefined || !this.#inFlight) return undefined;
    const isSame = last.clientToken === clientToken && last.token === token;
    return isSame && last.response.CheckpointToken === this.#current ? last.response : undefined;
  }

  /** The answer to an accepted call, with the token for the next one. */
  remember(
    { CheckpointToken: token, ClientToken: clientToken }: CheckpointDurableExecutionRequest,
    NewExecutionState: CheckpointUpdatedExecutionState,
  ): CheckpointDurableExecutionResponse {
    const response = { CheckpointToken: this.#next(), NewExecutionState };
    this.#last = clientToken === undefined ? undefined : { token, clientToken, response };
    return response;
  }

  /** Makes the current token worthless without giving out another. */
  spend(): void {
    this.#next();
  }

  #next(): string {
    this.#number++;
    this.#current = `${this.#prefix}invocation${this.#invocation}checkpoint${this.#number}`;
    return this.#current;
  }
}
