import { describe, expect, it } from "vitest";
import { type LambdaSettings, defaultSettings } from "./settings.ts";
import { TokenSequence } from "./token-sequence.ts";

const stale = "Invalid checkpoint token";
const others = "Checkpoint token is not valid for the durable execution ARN";

describe("a checkpoint token", () => {
  it("is good while its invocation is in flight and nothing has spent it", () => {
    const tokens = sequence();
    const token = tokens.beginInvocation(1);

    expect(tokens.objectionTo(token)).toBeUndefined();
    expect(tokens.objectionTo(token)).toBeUndefined();
  });

  it("is spent by the accepted call, whose answer has the next one", () => {
    const tokens = sequence();
    const first = tokens.beginInvocation(1);

    const second = answered(tokens, first);

    expect(tokens.objectionTo(first)).toBe(stale);
    expect(tokens.objectionTo(second)).toBeUndefined();
  });

  it("can be spent without a successor", () => {
    const tokens = sequence();
    const token = tokens.beginInvocation(1);

    tokens.spend();

    expect(tokens.objectionTo(token)).toBe(stale);
  });

  it("is worth nothing after its invocation, even while nothing else is in flight", () => {
    const tokens = sequence();
    const token = tokens.beginInvocation(1);

    tokens.endInvocation();

    expect(tokens.objectionTo(token)).toBe(stale);
  });

  it("is worth nothing once a newer invocation has begun, whether or not its own has ended", () => {
    const tokens = sequence();
    const old = tokens.beginInvocation(1);

    const current = tokens.beginInvocation(2);

    expect(tokens.objectionTo(old)).toBe(stale);
    expect(tokens.objectionTo(current)).toBeUndefined();
  });

  it("is never given out twice", () => {
    const tokens = sequence();
    const first = tokens.beginInvocation(1);
    const second = answered(tokens, first);
    const third = answered(tokens, second);
    const fourth = tokens.beginInvocation(2);
    tokens.spend();
    const fifth = tokens.beginInvocation(3);

    expect(new Set([first, second, third, fourth, fifth]).size).toBe(5);
  });

  it("has the alphabet and the length that AWS allows", () => {
    const token = sequence(3_000).beginInvocation(200);

    expect(token).toMatch(/^[A-Za-z0-9+/]{1,2048}={0,2}$/);
  });

  it.each([undefined, "", "nonsense", "EXECUTION2"])("is not %j", (token) => {
    const tokens = sequence();
    tokens.beginInvocation(1);

    expect(tokens.objectionTo(token)).toBe(stale);
  });

  it("is not the empty text before the first invocation", () => {
    expect(sequence().objectionTo("")).toBe(stale);
  });

  it.each([
    [1, 2],
    [2, 1],
    [1, 10],
    [10, 1],
  ])("of execution %d is told apart from one of execution %d", (mine, theirs) => {
    const tokens = sequence(mine);
    tokens.beginInvocation(1);

    expect(tokens.objectionTo(sequence(theirs).beginInvocation(1))).toBe(others);
  });

  it.each(["execution", "execution2", "execution-of-nobody", "xexecution2invocation1checkpoint1"])(
    "is of no execution at all if it is malformed: %j",
    (token) => {
      expect(sequence(1).objectionTo(token)).toBe(stale);
    },
  );

  it("is refused in AWS's words, or in those that the SDK looks for", () => {
    const titleCase = sequence(1, { staleTokenMessage: "as-sdk-expects" });

    expect(sequence().staleMessage).toBe(stale);
    expect(titleCase.staleMessage).toBe("Invalid Checkpoint Token");
    expect(titleCase.objectionTo("nonsense")).toBe("Invalid Checkpoint Token");
  });
});

describe("a call with a client token", () => {
  it("is answered as before when it comes again, and gives out no other token", () => {
    const { tokens, request, response } = remembered();

    expect(tokens.cachedFor(request)).toBe(response);
    expect(tokens.cachedFor(request)).toBe(response);
    expect(tokens.objectionTo(response.CheckpointToken)).toBeUndefined();
  });

  it.each<[string, { CheckpointToken?: string; ClientToken?: string | undefined }]>([
    ["another client token", { ClientToken: "call 2" }],
    ["no client token", { ClientToken: undefined }],
    ["another checkpoint token", { CheckpointToken: "another" }],
  ])("is another call with %s", (_what, changes) => {
    const { tokens, request } = remembered();

    expect(tokens.cachedFor({ ...request, ...changes })).toBeUndefined();
    expect(tokens.objectionTo(request.CheckpointToken)).toBe(stale);
  });

  it("is another call with the token that its answer brought", () => {
    const { tokens, request, response } = remembered();
    const CheckpointToken = response.CheckpointToken ?? "";

    expect(tokens.cachedFor({ ...request, CheckpointToken })).toBeUndefined();
    expect(tokens.objectionTo(CheckpointToken)).toBeUndefined();
  });

  it("is forgotten by the next accepted call, with a client token or without", () => {
    for (const ClientToken of ["call 2", undefined]) {
      const { tokens, request, response } = remembered();
      const CheckpointToken = response.CheckpointToken ?? "";
      tokens.remember({ ...request, CheckpointToken, ClientToken }, {});

      expect(tokens.cachedFor(request)).toBeUndefined();
    }
  });

  it("is not remembered when its call had none, though the next one repeats that", () => {
    const tokens = sequence();
    const request = requestWith(tokens.beginInvocation(1), undefined);
    tokens.remember(request, {});

    expect(tokens.cachedFor(request)).toBeUndefined();
  });

  it("is too late once its answer's token is worth nothing", () => {
    const ends: ((tokens: TokenSequence) => void)[] = [
      (tokens) => tokens.endInvocation(),
      (tokens) => tokens.beginInvocation(2),
      (tokens) => tokens.spend(),
    ];

    for (const end of ends) {
      const { tokens, request } = remembered();
      end(tokens);
      expect(tokens.cachedFor(request)).toBeUndefined();
    }
  });

  it("is unknown before any call was accepted", () => {
    const tokens = sequence();
    const request = requestWith(tokens.beginInvocation(1), "call 1");

    expect(tokens.cachedFor(request)).toBeUndefined();
  });

  it("is answered with the news that the call was answered with", () => {
    const tokens = sequence();
    const request = requestWith(tokens.beginInvocation(1), "call 1");
    const news = { Operations: [], NextMarker: "more" };

    tokens.remember(request, news);

    expect(tokens.cachedFor(request)?.NewExecutionState).toEqual(news);
  });
});

function sequence(execution = 1, changes: Partial<LambdaSettings> = {}): TokenSequence {
  return new TokenSequence(execution, { ...defaultSettings, ...changes });
}

function requestWith(CheckpointToken: string, ClientToken: string | undefined) {
  return { DurableExecutionArn: "arn:execution", CheckpointToken, ClientToken, Updates: [] };
}

/** Has a call with that token accepted; the next token. */
function answered(tokens: TokenSequence, token: string): string {
  return tokens.remember(requestWith(token, undefined), {}).CheckpointToken ?? "";
}

/** A sequence whose last accepted call had a client token. */
function remembered() {
  const tokens = sequence();
  const request = requestWith(tokens.beginInvocation(1), "call 1");
  const response = tokens.remember(request, {});
  return { tokens, request, response };
}
