import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMermaid } from "./mermaid.ts";
import { TraceBuilder } from "./trace-builder.test-support.ts";

/** Halves of surrogate pairs among them. */
const codeUnit = fc.integer({ min: 0, max: 0xff_ff }).map((code) => String.fromCharCode(code));

describe("a Mermaid sequence", () => {
  it("tells who asked whom, which reply was lost, and what breaks the invariant", () => {
    const trace = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .step("pay", "STARTED")
      .add({ kind: "checkpoint.applied", invocation: 1, at: "checkpoint START pay" })
      .strike("bank.pay", "lose-reply")
      .apply("bank.pay", "paid p1")
      .answer("bank.pay", "failure");
    const witness = trace.last - 1;
    trace
      .step("pay", "PENDING", 1)
      .add({ kind: "checkpoint.applied", invocation: 1, at: "checkpoint RETRY pay" })
      .add({ kind: "invocation.ended", invocation: 1, end: "pending", error: undefined })
      .invocation(1_000)
      .request("bank.pay")
      .step("pay", "STARTED", 1)
      .apply("bank.pay", "paid p2")
      .answer("bank.pay", "value")
      .end("FAILED");

    expect(renderMermaid({ trace: trace.events }, [witness, trace.last])).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant p0 as AWS
        participant p1 as Lambda
        participant p2 as bank
        p0->>p1: invocation 1 (0 ms)
        p1->>p2: pay (pay)
        p1->>p0: START pay
        p2--xp1: ✗ paid p1 ! takes effect, but the reply is lost
        p1->>p0: RETRY pay
        p1-->>p0: suspended
        p0->>p1: invocation 2 (1.1 s)
        p1->>p2: pay (pay #35;2)
        p2-->>p1: paid p2
        p1-->>p0: ✗ FAILED: StepError: no luck (1.1 s)"
    `);
  });

  it("tells what became of checkpoints that a fault struck", () => {
    const at = "checkpoint SUCCEED pay";
    const trace = new TraceBuilder()
      .invocation()
      .strike(at, "lose-reply")
      .add({ kind: "checkpoint.applied", invocation: 1, at })
      .strike(at, "throttle")
      .add({ kind: "checkpoint.rejected", invocation: 1, at, httpStatus: 429, message: "no" })
      .add({ kind: "invocation.ended", invocation: 1, end: "threw", error: { ErrorType: "E" } })
      .invocation()
      .strike(at, "crash-before")
      .add({ kind: "invocation.ended", invocation: 2, end: "crashed", error: undefined })
      .invocation()
      .add({ kind: "checkpoint.applied", invocation: 3, at });

    expect(renderMermaid({ trace: trace.events }, [])).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant p0 as AWS
        participant p1 as Lambda
        p0->>p1: invocation 1 (0 ms)
        p1->>p0: SUCCEED pay
        p0--xp1: ! is applied, but the reply is lost for good
        p0-->>p1: SUCCEED pay: ! answered with 429, no effect
        Note over p1: throws E
        p0->>p1: invocation 2 (60 ms)
        p1-xp0: ! SUCCEED pay: the sandbox dies before it is applied
        p0->>p1: invocation 3 (90 ms)
        p1->>p0: SUCCEED pay"
    `);
  });

  it("tells of requests that never arrive, and of effects that come too late", () => {
    const trace = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .add({ kind: "invocation.ended", invocation: 1, end: "timed-out", error: undefined })
      .invocation()
      .request("bank.pay")
      .strike("bank.pay", "late-effect")
      .answer("bank.pay", "failure")
      .add({ kind: "call.applied", call: 2, name: "bank.pay", what: "paid p1" }, 60_000);
    const text = renderMermaid({ trace: trace.events }, []);

    expect(text).toContain("p1-xp2: pay: never arrives");
    expect(text).toContain("p2--xp1: ! times out, and takes effect later");
    expect(text).toContain("Note over p2: paid p1, after its caller gave up (1 min)");
  });

  it("has 40 lines at most: checkpoints go first, then repetition, then the middle", () => {
    const calm = new TraceBuilder();
    for (let nth = 1; nth <= 12; nth++) {
      calm
        .invocation()
        .add({ kind: "checkpoint.applied", invocation: nth, at: `checkpoint START s${nth}` })
        .call(`bank.m${"x".repeat(nth)}`, "done")
        .add({ kind: "checkpoint.applied", invocation: nth, at: `checkpoint SUCCEED s${nth}` });
    }
    const repeating = new TraceBuilder();
    for (let nth = 1; nth <= 50; nth++) repeating.invocation().call("bank.pay", "refused");
    const long = new TraceBuilder().invocation();
    for (let nth = 1; nth <= 100; nth++) long.call("bank.pay", `paid p${nth}`);

    const texts = [calm, repeating, long].map(({ events }) => renderMermaid({ trace: events }, []));
    expect(texts.map((text) => linesOf(text).length)).toEqual([37, 4, 40]);
    expect(texts[0]).toContain("24 messages to and from AWS that went well left out");
    expect(texts[1]).toContain("invocations 2 to 50 the same");
    expect(texts[2]).toContain("162 messages left out");
  });

  it("keeps every text within its line, whatever it says", () => {
    fc.assert(
      fc.property(fc.string({ unit: codeUnit }), (evil) => {
        const text = `a\nb; #c %%d <e> ${evil}`;
        const trace = new TraceBuilder().invocation().call(`bank.${text}`, text);
        const lines = renderMermaid({ trace: trace.events }, []).split("\n");

        const said = lines
          .slice(4)
          .map((line) => line.replace(/^ {2}\w+-*>>\w+: /, "").replaceAll(/#\d+;/g, ""))
          .join("");
        expect(lines).toHaveLength(7);
        expect(said).not.toMatch(/[;#%<>\p{Cc}]/u);
      }),
    );
  });

  it.each(["wrap: a", "nowrap:a", ":wrap: a"])("takes no order from the text %j", (text) => {
    const trace = new TraceBuilder().invocation().call("bank.pay", text);

    expect(renderMermaid({ trace: trace.events }, [])).toMatch(/p2-->>p1: \w*#58;/);
  });
});

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => /^ {2}(?:p\d+-|Note)/.test(line));
}
