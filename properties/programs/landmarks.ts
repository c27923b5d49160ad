import type { Program, Statement } from "./program.ts";

/** Programs that random ones reach seldom or never. */
export const landmarks: readonly { readonly does: string; readonly program: Program }[] = [
  {
    // The SDK sends what is less than 50 bytes below Lambda's 6 MiB in a checkpoint.
    does: "returns as much as just fits into an answer",
    program: {
      input: null,
      body: { statements: [{ kind: "step", returns: 1 }], ballast: 6 * 1024 * 1024 - 60 },
    },
  },
  {
    does: "replays the children of large contexts in large contexts",
    program: programOf(
      {
        kind: "child",
        body: {
          statements: [
            {
              kind: "child",
              body: { statements: [{ kind: "step", returns: 1 }], ballast: 300_000 },
            },
          ],
          ballast: 300_000,
        },
      },
      { kind: "wait", seconds: 1 },
    ),
  },
  {
    does: "replays the branches of a large map of which some failed and one was left behind",
    program: programOf(
      {
        kind: "map",
        branches: [
          { statements: [{ kind: "step", returns: 1 }], ballast: 150_000 },
          { statements: [{ kind: "throw", with: { name: "Boom", message: "boom" } }] },
          { statements: [{ kind: "wait", seconds: 2 }] },
          { statements: [{ kind: "wait", seconds: 1 }], ballast: 150_000 },
        ],
        completion: { minSuccessful: 2, toleratedFailureCount: 1 },
      },
      { kind: "wait", seconds: 3 },
    ),
  },
  {
    does: "needs many checkpoints at once",
    program: programOf({
      kind: "parallel",
      branches: Array.from({ length: 12 }, (_, branch) => ({
        statements: Array.from({ length: 12 }, () => ({ kind: "step", returns: branch })),
      })),
    }),
  },
  {
    does: "lets a wait end while a step is running",
    program: programOf({
      kind: "combine",
      how: "all",
      operations: [
        { kind: "step", takesSeconds: 2.25 },
        {
          kind: "child",
          body: {
            statements: [
              { kind: "wait", seconds: 1 },
              { kind: "poll", polls: 2, delaySeconds: 1 },
            ],
          },
        },
      ],
    }),
  },
];

function programOf(...statements: readonly Statement[]): Program {
  return { input: null, body: { statements } };
}
