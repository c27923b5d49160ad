import { describe, expect, it } from "vitest";
import { renderLanes } from "./lanes.ts";
import { TraceBuilder } from "./trace-builder.test-support.ts";

describe("lanes", () => {
  it("show invocations, attempts, calls and faults over time, with what breaks the invariant", () => {
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
      .add({ kind: "invocation.ended", invocation: 1, end: "pending", error: undefined })
      .invocation(60_000)
      .request("bank.pay")
      .step("pay", "STARTED", 1)
      .apply("bank.pay", "paid p2")
      .answer("bank.pay", "value")
      .step("pay", "SUCCEEDED", 2)
      .add({ kind: "invocation.ended", invocation: 2, end: "succeeded", error: undefined })
      .end("SUCCEEDED");

    expect(drawn(trace, [witness])).toMatchInlineSnapshot(`
      "                0 ms     1 min
                      ┬───── ┊ ┬────
        invocations   1────… ┊ 2───✓
        pay             1─↻┄┄┊┄┄┄2✓
        bank           ├─✗   ┊  ├●
        ! lose-reply     !   ┊

        ✓ succeeded   ↻ failed, to be tried again   … suspended   ● took effect
        ! injected fault   ✗ breaks the invariant   ┄ waits   ┊ nothing runs"
    `);
  });

  it("show an attempt that died with its sandbox, and what becomes of it in the next one", () => {
    const trace = new TraceBuilder()
      .invocation()
      .step("pay", "STARTED")
      .request("bank.pay")
      .strike("bank.pay", "crash-before")
      .add({ kind: "invocation.ended", invocation: 1, end: "crashed", error: undefined })
      .invocation(0)
      .call("bank.pay", "paid p1")
      .step("pay", "SUCCEEDED", 1)
      .add({ kind: "invocation.ended", invocation: 2, end: "succeeded", error: undefined });

    expect(drawn(trace, [])).toMatchInlineSnapshot(`
      "                  0 ms 50 ms
                        ┬────┬──
        invocations     1───†2─✓
        pay              1──†1✓
        bank              ├─○●
        ! crash-before     !

        ✓ succeeded   † its sandbox is gone   ● took effect   ○ no effect
        ! injected fault"
    `);
  });

  it("show an effect that lands long after its caller gave up", () => {
    const trace = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .strike("bank.pay", "late-effect")
      .answer("bank.pay", "failure")
      .add({ kind: "invocation.ended", invocation: 1, end: "failed", error: undefined })
      .add({ kind: "call.applied", call: 1, name: "bank.pay", what: "paid p1" }, 60_000);

    expect(drawn(trace, [])).toContain("  bank            ├─┄┄┊┄◐\n");
  });

  it("tell a service that says no from one that does what it is asked", () => {
    const marks = (["value", "refusal", "failure"] as const).map((kind) => {
      const trace = new TraceBuilder()
        .invocation()
        .request("bank.pay")
        .add({ kind: "log.written", invocation: 1, level: "info", text: "" });
      return /bank +├(.)/.exec(
        drawn(trace.apply("bank.pay", "said so").answer("bank.pay", kind), []),
      )?.[1];
    });

    expect(marks).toEqual(["●", "○", "◐"]);
  });

  it("give calls that overlap a row each", () => {
    const trace = new TraceBuilder().invocation().request("bank.pay").request("bank.pay");
    trace.apply("bank.pay", "paid p2", 2).apply("bank.pay", "paid p1", 1);
    const rows = drawn(trace, [])
      .split("\n")
      .filter((line) => /[├●◐]/.test(line));

    expect(rows).toHaveLength(3);
  });

  it("keep executions that run side by side apart, and mark the end of the one under test", () => {
    const trace = new TraceBuilder()
      .invocation()
      .add({ kind: "invocation.started", invocation: 2, execution: "second" })
      .step("pay", "STARTED")
      .step("second/pay", "STARTED")
      .add({ kind: "invocation.ended", invocation: 2, end: "failed", error: undefined })
      .step("pay", "SUCCEEDED", 1)
      .add({ kind: "invocation.ended", invocation: 1, end: "succeeded", error: undefined })
      .end("SUCCEEDED");

    expect(drawn(trace, [trace.last])).toMatchInlineSnapshot(`
      "                      0 ms 50 ms
                            ┬────┬─
        invocations         1─────✗
        pay                   ├──✓
        second               2──x
        second: second/pay     ├†

        ✓ succeeded   x failed   † its sandbox is gone   ✗ breaks the invariant"
    `);
  });

  it("draw the beginning and the end of what nobody would read", () => {
    const trace = new TraceBuilder();
    for (let nth = 1; nth <= 200; nth++) {
      trace
        .invocation(10_000)
        .call("bank.pay", `paid p${nth}`)
        .add({ kind: "invocation.ended", invocation: nth, end: "pending", error: undefined });
    }
    const picture = drawn(trace, []);

    expect(picture.match(/invocations/g)).toHaveLength(9);
    expect(picture).toContain("strips left out; replay with --trace to see all");
    expect(picture).toContain("33 min 14 s");
  });

  it.each([40, 80, 133])("stay within %i columns", (columns) => {
    const trace = new TraceBuilder().invocation();
    for (let nth = 1; nth <= 60; nth++) {
      trace.step(`a-step-with-a-very-long-name-${nth}`, "STARTED").call("bank.pay", "paid");
      trace.step(`a-step-with-a-very-long-name-${nth}`, "SUCCEEDED", 1);
    }
    const picture = drawn(trace, [], columns);

    expect(Math.max(...picture.split("\n").map((line) => line.length))).toBeLessThanOrEqual(
      columns,
    );
    expect(picture).toContain("further lanes");
  });
});

function drawn({ events }: TraceBuilder, witnesses: readonly number[], columns = 80): string {
  return renderLanes({ trace: events }, witnesses, columns);
}
