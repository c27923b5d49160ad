import { describe, expect, it } from "vitest";
import type { FaultPoint, Strike } from "../faults/schedule.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import { endsAfterFaultsStop, judgeLiveness } from "./verdict.ts";

const bound = { kind: "bound", bound: "maxInvocations", limit: 10 } as const;

describe("liveness", () => {
  it("holds when the execution ended by itself", () => {
    const { verdict } = judgeLiveness({ cut: undefined, trace, seam: quietFrom(10) });

    expect(verdict).toBe("held");
  });

  it("is broken when nothing went wrong for half of the trial, and it still did not end", () => {
    expect(judgeLiveness({ cut: bound, trace, seam: quietFrom(4) })).toEqual({
      verdict: "stuck",
      violations: [
        {
          invariant: endsAfterFaultsStop,
          violation: {
            message:
              "the execution had not ended after 10 invocations; the last invocation crashed: Runtime.ExitError, gone",
            witnesses: [0],
          },
        },
      ],
    });
  });

  it("is broken when there was no fault at all", () => {
    const { verdict } = judgeLiveness({ cut: bound, trace: [], seam: { strikes: [], passed: [] } });

    expect(verdict).toBe("stuck");
  });

  it("is not judged while faults still struck in the second half", () => {
    const { verdict, violations } = judgeLiveness({ cut: bound, trace, seam: quietFrom(5) });

    expect({ verdict, violations }).toEqual({ verdict: "inconclusive", violations: [] });
  });

  it("is broken by an endless loop, whatever struck before", () => {
    const cut = { kind: "endless-loop", limitMs: 2000 } as const;

    expect(judgeLiveness({ cut, trace, seam: quietFrom(9) }).violations).toMatchObject([
      { violation: { message: expect.stringContaining("endless loop") } },
    ]);
  });

  it("is not judged when the code under test left the simulation", () => {
    const cut = { kind: "real-io", resource: "FSREQPROMISE", stack: "" } as const;

    expect(judgeLiveness({ cut, trace, seam: quietFrom(0) }).verdict).toBe("inconclusive");
  });
});

const trace: readonly TraceEvent[] = [
  {
    kind: "invocation.ended",
    atMs: 0,
    invocation: 1,
    end: "crashed",
    error: { ErrorType: "Runtime.ExitError", ErrorMessage: "gone" },
  },
];

/** Ten passes of a point, the last strike at the given position. */
function quietFrom(index: number) {
  const passed = Array.from({ length: 10 }, (_, pass): FaultPoint => pointAt(pass + 1));
  const struck = passed[index];
  const strikes: Strike[] = struck === undefined ? [] : [{ ...struck, fault: "crash" }];
  return { strikes, passed };
}

function pointAt(nth: number): FaultPoint {
  const faults = ["crash"] as const;
  return { at: "invocation start", nth, progress: 0, nthAtProgress: nth, faults };
}
