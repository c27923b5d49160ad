import { describe, expect, it } from "vitest";
import { z } from "zod";
import { renderChromeTrace } from "./chrome-trace.ts";
import { TraceBuilder } from "./trace-builder.test-support.ts";

const chromeTrace = z.object({
  traceEvents: z.array(
    z.object({
      ph: z.enum(["M", "X", "i"]),
      name: z.string(),
      pid: z.int(),
      tid: z.int(),
      ts: z.int().optional(),
      dur: z.int().min(0).optional(),
      s: z.string().optional(),
      args: z.record(z.string(), z.unknown()),
    }),
  ),
});

describe("a Chrome trace", () => {
  it("has lanes for invocations, steps and calls, in microseconds of virtual time", () => {
    const events = traced(
      new TraceBuilder()
        .invocation()
        .step("pay", "STARTED")
        .call("bank.pay", "paid p1")
        .step("pay", "SUCCEEDED", 1)
        .add({ kind: "invocation.ended", invocation: 1, end: "succeeded", error: undefined }),
    );

    expect(groupsIn(events)).toEqual(["invocations", "steps", "calls"]);
    expect(
      events
        .filter(({ ph }) => ph === "X")
        .map(({ name, pid, ts, dur }) => ({ name, pid, ts, dur })),
    ).toEqual([
      { name: "invocation 1", pid: 1, ts: 0, dur: 40_000 },
      { name: "pay", pid: 2, ts: 10_000, dur: 20_000 },
      { name: "bank.pay", pid: 3, ts: 20_000, dur: 0 },
    ]);
  });

  it("marks each fault at the moment at which it struck", () => {
    const events = traced(new TraceBuilder().invocation().call("bank.pay", "paid", "lose-reply"));

    expect(events.filter(({ ph }) => ph === "i")).toEqual([
      expect.objectContaining({ name: "lose-reply at bank.pay", ts: 20_000, s: "t" }),
    ]);
    expect(groupsIn(events)).toContain("faults");
  });

  it("lets no two slices of a lane overlap, for viewers take that for nesting", () => {
    const trace = new TraceBuilder().invocation();
    for (let nth = 1; nth <= 5; nth++) trace.request("bank.pay");
    for (let nth = 1; nth <= 5; nth++) trace.apply("bank.pay", "paid", nth);
    const slices = traced(
      trace.add({ kind: "invocation.ended", invocation: 1, end: "succeeded", error: undefined }),
    ).filter(({ ph }) => ph === "X");
    const free = new Map<string, number>();
    for (const { pid, tid, ts = 0, dur = 0 } of slices) {
      expect(ts).toBeGreaterThanOrEqual(free.get(`${pid}/${tid}`) ?? 0);
      free.set(`${pid}/${tid}`, ts + dur);
    }

    expect(slices).toHaveLength(6);
  });

  it("names every lane that it uses", () => {
    const events = traced(new TraceBuilder().invocation().call("bank.pay", "paid", "lose-reply"));
    const named = new Set(
      events.filter(({ name }) => name === "thread_name").map(({ pid, tid }) => `${pid}/${tid}`),
    );

    expect(
      events.filter(({ ph }) => ph !== "M").every(({ pid, tid }) => named.has(`${pid}/${tid}`)),
    ).toBe(true);
  });
});

function traced({ events }: TraceBuilder) {
  return chromeTrace.parse(JSON.parse(renderChromeTrace({ trace: events }, "a title"))).traceEvents;
}

function groupsIn(events: ReturnType<typeof traced>) {
  return events.filter(({ name }) => name === "process_name").map(({ args }) => args["name"]);
}
