import fc from "fast-check";
import {
  callbackPlanArbitrary,
  completionArbitrary,
  failureArbitrary,
  invokeArbitrary,
  pollArbitrary,
  retryPlanArbitrary,
  secondsArbitrary,
  stepArbitrary,
  throwArbitrary,
  valueArbitrary,
  waitArbitrary,
  waitForCallbackArbitrary,
} from "./leaf-arbitraries.ts";
import { longestSeconds } from "./longest-seconds.ts";
import type {
  Attempt,
  Block,
  CallbackStatement,
  ChildStatement,
  CombineStatement,
  ForkStatement,
  Operation,
  Program,
  Retried,
  Statement,
  Unawaited,
} from "./program.ts";

/** Programs that wait no longer than this in all, because the official runner waits in real time. */
const mostSeconds = 8;

/** The parts of programs, each in terms of the others. A type, for fast-check wants an index. */
type Parts = { block: Block; branch: Block; statement: Statement; operation: Operation };

/** Random programs; they shrink towards a single step that returns nothing. */
export const programArbitrary: fc.Arbitrary<Program> = fc
  .record({ input: valueArbitrary, body: partsArbitrary(true).block }, { noNullPrototype: true })
  .filter(({ body }) => longestSeconds(body) <= mostSeconds);

/**
 * @param reachable - whether the outside can reach in: the official runner neither completes the
 * callbacks of an invoked function nor knows the functions that it invokes.
 */
function partsArbitrary(reachable: boolean): fc.LetrecValue<Parts> {
  return fc.letrec<Parts>((tie) => {
    const parts: Tied = {
      block: tie("block"),
      branch: tie("branch"),
      statement: tie("statement"),
      operation: tie("operation"),
    };
    const leaves = leafOperations(reachable);
    return {
      block: blockArbitrary(parts.statement, 4),
      branch: blockArbitrary(parts.statement, 2),
      operation: fc.oneof(
        { maxDepth: 2, withCrossShrink: true, depthIdentifier: "program" },
        { weight: 6, arbitrary: leaves },
        { weight: 2, arbitrary: childArbitrary(parts) },
        { weight: 2, arbitrary: forkArbitrary(parts) },
        { weight: 1, arbitrary: combineArbitrary(parts) },
      ),
      statement: fc.oneof(
        { maxDepth: 3, withCrossShrink: true, depthIdentifier: "program" },
        { weight: 6, arbitrary: leaves },
        { weight: 2, arbitrary: childArbitrary(parts) },
        { weight: 3, arbitrary: forkArbitrary(parts) },
        { weight: 2, arbitrary: combineArbitrary(parts) },
        { weight: 4, arbitrary: attemptArbitrary(parts) },
        { weight: 1, arbitrary: retriedArbitrary(parts) },
        { weight: 1, arbitrary: unawaitedArbitrary(parts) },
        { weight: 1, arbitrary: throwArbitrary },
        ...(reachable ? [{ weight: 1, arbitrary: callbackArbitrary(parts) }] : []),
      ),
    };
  });
}

type Tied = { readonly [Name in keyof Parts]: fc.Arbitrary<Parts[Name]> };

function leafOperations(reachable: boolean): fc.Arbitrary<Operation> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: stepArbitrary },
    { weight: 2, arbitrary: waitArbitrary },
    { weight: 1, arbitrary: pollArbitrary },
    ...(reachable
      ? [
          { weight: 1, arbitrary: waitForCallbackArbitrary },
          { weight: 2, arbitrary: invokeArbitrary(partsArbitrary(false).branch) },
        ]
      : []),
  );
}

function blockArbitrary(statement: fc.Arbitrary<Statement>, most: number): fc.Arbitrary<Block> {
  const statements = fc.array(statement, { minLength: 1, maxLength: most, size: "max" });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 9, arbitrary: fc.record({ statements }, { noNullPrototype: true }) },
    {
      weight: 1,
      arbitrary: fc.record(
        // On either side of 256 KiB, and two of the smaller ones in one result are beyond it.
        { statements, ballast: fc.constantFrom(150_000, 300_000) },
        { noNullPrototype: true },
      ),
    },
  );
}

function childArbitrary({ branch }: Tied): fc.Arbitrary<ChildStatement> {
  return fc.record(
    {
      kind: fc.constant("child"),
      unnamed: fc.constant(true),
      virtual: fc.constant(true),
      body: branch,
    },
    { requiredKeys: ["kind", "body"], noNullPrototype: true },
  );
}

function forkArbitrary({ branch }: Tied): fc.Arbitrary<ForkStatement> {
  return fc.record(
    {
      kind: fc.constantFrom("map", "parallel"),
      unnamed: fc.constant(true),
      branches: fc.array(branch, { maxLength: 3, size: "max" }),
      namedBranches: fc.constant(true),
      maxConcurrency: fc.integer({ min: 1, max: 2 }),
      completion: completionArbitrary,
      flat: fc.constant(true),
      strict: fc.constant(true),
    },
    { requiredKeys: ["kind", "branches"], noNullPrototype: true },
  );
}

function combineArbitrary({ operation }: Tied): fc.Arbitrary<CombineStatement> {
  return fc.record(
    {
      kind: fc.constant("combine"),
      how: fc.constantFrom("all", "allSettled", "any", "race"),
      operations: fc.array(operation, { minLength: 1, maxLength: 3, size: "max" }),
      unnamed: fc.constant(true),
      native: fc.constant(true),
    },
    { requiredKeys: ["kind", "how", "operations"], noNullPrototype: true },
  );
}

function attemptArbitrary({ branch }: Tied): fc.Arbitrary<Attempt> {
  return fc.record({ kind: fc.constant("attempt"), body: branch }, { noNullPrototype: true });
}

function retriedArbitrary({ branch }: Tied): fc.Arbitrary<Retried> {
  return fc.record(
    {
      kind: fc.constant("retried"),
      body: branch,
      times: fc.integer({ min: 0, max: 2 }),
      with: failureArbitrary,
      retry: retryPlanArbitrary,
      bare: fc.constant(true),
    },
    { requiredKeys: ["kind", "body", "times", "with", "retry"], noNullPrototype: true },
  );
}

function unawaitedArbitrary({ operation }: Tied): fc.Arbitrary<Unawaited> {
  return fc.record({ kind: fc.constant("unawaited"), operation }, { noNullPrototype: true });
}

function callbackArbitrary({ statement }: Tied): fc.Arbitrary<CallbackStatement> {
  return fc.record(
    {
      kind: fc.constant("callback"),
      plan: callbackPlanArbitrary,
      meanwhile: fc.array(statement, { maxLength: 2 }),
      deadlineSeconds: secondsArbitrary,
    },
    { requiredKeys: ["kind", "plan"], noNullPrototype: true },
  );
}
