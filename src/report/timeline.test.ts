import { describe, expect, it } from "vitest";
import { renderTimeline } from "./timeline.ts";
import { TraceBuilder } from "./trace-builder.test-support.ts";

describe("a timeline", () => {
  it("tells effects, faults, waits and the end, with what breaks the invariant marked", () => {
    const trace = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .step("pay", "STARTED")
      .strike("bank.pay", "lose-reply")
      .apply("bank.pay", "paid p1")
      .answer("bank.pay", "failure");
    const witness = trace.last - 1;
    trace
      .step("pay", "PENDING", 1)
      .step("pay", "READY", 1)
      .invocation()
      .call("bank.pay", "paid p2")
      .step("pay", "SUCCEEDED", 2)
      .end("SUCCEEDED");

    expect(told(trace, [witness, trace.last])).toMatchInlineSnapshot(`
      "  ✗  30 ms  invocation 1  pay     bank.pay → paid p1
        !  30 ms                        takes effect, but the reply is lost
           40 ms                        failed (NetworkError), attempt 2 in 10 ms
           70 ms  invocation 2  pay #2  bank.pay → paid p2
        ✗  90 ms                SUCCEEDED after 2 invocations: { done: true }"
    `);
  });

  it("says which requests never arrived, and who died of what", () => {
    const trace = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .strike("checkpoint START pay", "crash-before")
      .add({ kind: "invocation.ended", invocation: 1, end: "crashed", error: undefined })
      .invocation()
      .add({
        kind: "invocation.ended",
        invocation: 2,
        end: "crashed",
        error: { ErrorType: "Oops" },
      })
      .invocation()
      .add({ kind: "invocation.ended", invocation: 3, end: "timed-out", error: undefined });

    expect(told(trace, [])).toMatchInlineSnapshot(`
      "     10 ms  invocation 1  bank.pay is still on its way, and never arrives
        !  20 ms                checkpoint START pay: the sandbox dies before it is applied
           50 ms  invocation 2  crashed: Oops
           70 ms  invocation 3  the function's time limit ends the invocation
           70 ms                still RUNNING after 3 invocations"
    `);
  });

  it("tells each event with the invocation of its own execution", () => {
    const trace = new TraceBuilder()
      .invocation()
      .add({ kind: "invocation.started", invocation: 2, execution: "second" })
      .request("bank.pay")
      .apply("bank.pay", "paid p1")
      .add({ kind: "call.requested", call: 2, invocation: 2, name: "bank.pay", args: {} })
      .strike("bank.pay", "lose-reply")
      .apply("bank.pay", "paid p2", 2)
      .end("SUCCEEDED");

    expect(told(trace, [])).toMatchInlineSnapshot(`
      "     20 ms  invocation 1  bank.pay → paid p1
           40 ms  invocation 2  bank.pay → paid p2
        !  40 ms                takes effect, but the reply is lost
           50 ms  invocation 1  SUCCEEDED after 2 invocations: { done: true }"
    `);
  });

  it("tells of an effect that lands after its caller gave up", () => {
    const trace = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .strike("bank.pay", "late-effect")
      .answer("bank.pay", "failure")
      .end("FAILED")
      .apply("bank.pay", "paid p1", 1);

    expect(told(trace, [])).toContain("bank.pay → paid p1, after its caller gave up");
  });

  it("folds invocations that repeat the one before", () => {
    const trace = new TraceBuilder();
    for (let attempt = 1; attempt <= 9; attempt++) {
      trace
        .invocation(1_000)
        .request("bank.pay")
        .step("pay", "STARTED", attempt - 1);
      trace
        .strike("bank.pay", "refuse")
        .answer("bank.pay", "failure")
        .step("pay", "PENDING", attempt);
    }
    trace.end("FAILED");

    expect(told(trace, [])).toMatchInlineSnapshot(`
      "  !    1 s  invocation 1  pay     bank.pay: refused before it has any effect
             1 s                        failed (NetworkError), attempt 2 in 1 s
        !  2.1 s  …             invocations 2 to 8 the same, until 8.3 s
        !  9.3 s  invocation 9  pay #9  bank.pay: refused before it has any effect
           9.3 s                        failed (NetworkError), attempt 10
           9.4 s                FAILED after 9 invocations: StepError: no luck"
    `);
  });

  it("leaves out the middle of a story that nobody would read", () => {
    const trace = new TraceBuilder().invocation();
    for (let call = 1; call <= 500; call++) trace.call("bank.pay", `paid p${call}`);
    const lines = told(trace.end("SUCCEEDED"), []).split("\n");

    expect(lines).toHaveLength(61);
    expect(lines[30]).toContain("441 more lines; replay with --trace to see all");
    expect(lines.at(-1)).toContain("SUCCEEDED after 1 invocation");
  });

  it("marks a witness that needs no line otherwise", () => {
    const trace = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .step("pay", "STARTED")
      .apply("bank.pay", "paid p1")
      .answer("bank.pay", "value")
      .step("pay", "SUCCEEDED", 1);

    expect(told(trace, [trace.last])).toMatch(/✗ .* succeeded/);
    expect(told(trace, [1])).toMatch(/✗ .* bank\.pay → paid p1/);
    expect(told(trace, [])).not.toContain("succeeded");
  });
});

function told({ events }: TraceBuilder, witnesses: readonly number[]): string {
  const end = events.find((event) => event.kind === "execution.ended");
  const invocations = events.filter(({ kind }) => kind === "invocation.started").length;
  const outcome = end?.outcome ?? ({ status: "RUNNING" } as const);
  return renderTimeline({ trace: events, outcome, invocations }, witnesses);
}
