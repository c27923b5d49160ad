import fc from "fast-check";
import type {
  Block,
  CallbackPlan,
  Completion,
  Failure,
  InvokeStatement,
  Json,
  PollStatement,
  RetryPlan,
  StepStatement,
  Throw,
  WaitForCallbackStatement,
  WaitStatement,
} from "./program.ts";

/** Values that JSON keeps, the falsy ones first. */
export const valueArbitrary: fc.Arbitrary<Json> = fc.constantFrom<Json[]>(
  1,
  0,
  null,
  false,
  "",
  "text",
  "ü✓",
  [1, [2]],
  { a: { b: null } },
);

/** How long something takes in a program. */
export const secondsArbitrary: fc.Arbitrary<number> = fc.integer({ min: 1, max: 3 });

/** Names that the SDK rebuilds as its own classes are among them. */
export const failureArbitrary: fc.Arbitrary<Failure> = fc.record(
  {
    name: fc.constantFrom("Error", "PaymentDeclined", "ChildContextError", "CallbackTimeoutError"),
    message: fc.constantFrom("boom", "declined", ""),
  },
  { requiredKeys: ["message"], noNullPrototype: true },
);

export const retryPlanArbitrary: fc.Arbitrary<RetryPlan> = fc.record(
  { maxAttempts: fc.integer({ min: 1, max: 3 }), delaySeconds: fc.integer({ min: 1, max: 2 }) },
  { requiredKeys: ["maxAttempts"], noNullPrototype: true },
);

export const stepArbitrary: fc.Arbitrary<StepStatement> = fc.oneof(
  { withCrossShrink: true },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        kind: fc.constant("step"),
        unnamed: fc.constant(true),
        returns: valueArbitrary,
        atMostOnce: fc.constant(true),
      },
      { requiredKeys: ["kind"], noNullPrototype: true },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        kind: fc.constant("step"),
        unnamed: fc.constant(true),
        returns: valueArbitrary,
        atMostOnce: fc.constant(true),
        takesSeconds: fc.constantFrom(0.25, 1.25),
        fails: fc.record(
          {
            times: fc.integer({ min: 1, max: 3 }),
            with: failureArbitrary,
            retry: retryPlanArbitrary,
          },
          { noNullPrototype: true },
        ),
      },
      { requiredKeys: ["kind"], noNullPrototype: true },
    ),
  },
);

export const waitArbitrary: fc.Arbitrary<WaitStatement> = fc.record(
  { kind: fc.constant("wait"), unnamed: fc.constant(true), seconds: secondsArbitrary },
  { requiredKeys: ["kind", "seconds"], noNullPrototype: true },
);

export const pollArbitrary: fc.Arbitrary<PollStatement> = fc.record(
  {
    kind: fc.constant("poll"),
    unnamed: fc.constant(true),
    polls: fc.integer({ min: 1, max: 3 }),
    delaySeconds: fc.integer({ min: 1, max: 2 }),
    throws: fc.record(
      { at: fc.integer({ min: 1, max: 3 }), with: failureArbitrary },
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: ["kind", "polls", "delaySeconds"], noNullPrototype: true },
);

const resultArbitrary = fc.record(
  { result: fc.constantFrom("ok", '{"approved":true}') },
  { requiredKeys: [], noNullPrototype: true },
);

/**
 * When someone outside reacts: never on the second, for that is when waits end and the SDK polls,
 * and whichever of two simultaneous events comes first is chance.
 */
const reactionArbitrary = fc.constantFrom(0.5, 1.5, 2.5);

/** Everything that can become of a callback, with at least half a second between any two events. */
export const callbackPlanArbitrary: fc.Arbitrary<CallbackPlan> = fc.oneof(
  { withCrossShrink: true },
  fc.tuple(reactionArbitrary, resultArbitrary).map(([afterSeconds, result]) => ({
    reactions: [{ kind: "succeed" as const, afterSeconds, ...result }],
  })),
  fc
    .tuple(
      reactionArbitrary,
      fc.record(
        {
          ErrorType: fc.constantFrom("Rejected", "StepError"),
          ErrorMessage: fc.constantFrom("no", ""),
          ErrorData: fc.constant("data"),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
    )
    .map(([afterSeconds, error]) => ({
      timeoutSeconds: afterSeconds + 0.5,
      reactions: [{ kind: "fail" as const, afterSeconds, error }],
    })),
  secondsArbitrary.map((timeoutSeconds) => ({ timeoutSeconds, reactions: [] })),
  fc.constant({ heartbeatSeconds: 1, timeoutSeconds: 2, reactions: [] }),
  resultArbitrary.map((result) => ({
    heartbeatSeconds: 2,
    reactions: [
      { kind: "heartbeat" as const, afterSeconds: 1.5 },
      { kind: "succeed" as const, afterSeconds: 2.5, ...result },
    ],
  })),
  fc.constant({ heartbeatSeconds: 1, reactions: [{ kind: "heartbeat", afterSeconds: 0.5 }] }),
);

export const waitForCallbackArbitrary: fc.Arbitrary<WaitForCallbackStatement> = fc.record(
  {
    kind: fc.constant("waitForCallback"),
    plan: callbackPlanArbitrary,
    submitterFails: fc.record(
      { with: failureArbitrary, retry: retryPlanArbitrary },
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: ["kind", "plan"], noNullPrototype: true },
);

/** Invocations of functions of every sort; `body` makes the durable ones. */
export function invokeArbitrary(body: fc.Arbitrary<Block>): fc.Arbitrary<InvokeStatement> {
  return fc.record(
    {
      kind: fc.constant("invoke"),
      unnamed: fc.constant(true),
      payload: valueArbitrary,
      target: fc.oneof(
        { withCrossShrink: true },
        {
          weight: 3,
          arbitrary: fc.record(
            { kind: fc.constant("plain"), returns: valueArbitrary },
            { requiredKeys: ["kind"], noNullPrototype: true },
          ),
        },
        {
          weight: 3,
          arbitrary: fc.record({ kind: fc.constant("durable"), body }, { noNullPrototype: true }),
        },
        {
          weight: 2,
          arbitrary: fc.record(
            { kind: fc.constant("failing"), with: failureArbitrary },
            { noNullPrototype: true },
          ),
        },
        { weight: 1, arbitrary: fc.constant({ kind: "unknown" }) },
      ),
    },
    { requiredKeys: ["kind", "target"], noNullPrototype: true },
  );
}

export const throwArbitrary: fc.Arbitrary<Throw> = fc.record(
  { kind: fc.constant("throw"), with: failureArbitrary },
  { noNullPrototype: true },
);

export const completionArbitrary: fc.Arbitrary<Completion> = fc.oneof(
  fc.record(
    {
      minSuccessful: fc.integer({ min: 1, max: 2 }),
      toleratedFailureCount: fc.integer({ min: 0, max: 2 }),
      toleratedFailurePercentage: fc.constantFrom(0, 34, 100),
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
  fc.record(
    { completeAfter: fc.integer({ min: 1, max: 2 }), as: fc.constantFrom("SUCCEEDED", "FAILED") },
    { noNullPrototype: true },
  ),
);
