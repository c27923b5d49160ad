import { describe, expect, it } from "vitest";
import type { TraceEvent } from "../kernel/trace.ts";
import { reading, supposing } from "./reading.ts";

const applied: TraceEvent = { kind: "call.applied", atMs: 0, call: 1, name: "pay", what: "paid" };

function counting() {
  let taken = 0;
  const read = reading({
    of: ["call.applied"],
    begin: (): { readonly indexes: number[] } => ({ indexes: [] }),
    take: ({ indexes }, _event, index) => {
      taken++;
      indexes.push(index);
    },
  });
  return { read, taken: () => taken };
}

describe("a reading", () => {
  it("passes over events of other kinds", () => {
    const { read } = counting();
    const started: TraceEvent = { kind: "execution.started", atMs: 0, input: 1 };

    expect(read([started, applied, started, applied]).indexes).toEqual([1, 3]);
  });

  it("takes each event of a trace that grows once, in order", () => {
    const { read, taken } = counting();
    const trace = [applied, applied];

    expect(read(trace).indexes).toEqual([0, 1]);
    trace.push(applied);
    expect(read(trace).indexes).toEqual([0, 1, 2]);
    expect(read(trace).indexes).toEqual([0, 1, 2]);
    expect(taken()).toBe(3);
  });

  it("knows nothing of one trace from another", () => {
    const { read } = counting();

    expect(read([applied]).indexes).toEqual([0]);
    expect(read([applied, applied]).indexes).toEqual([0, 1]);
  });

  it("takes what is only supposed, and leaves alone what is known of the real trace", () => {
    const { read } = counting();
    const trace = [applied];
    read(trace);

    expect(read(supposing(trace, [applied, applied])).indexes).toEqual([0, 1, 2]);
    trace.push(applied);
    expect(read(trace).indexes).toEqual([0, 1]);
  });

  it("reads what was supposed when it was, whatever has happened since", () => {
    const { read } = counting();
    const trace = [applied];
    const supposed = supposing(trace, [applied]);
    trace.push(applied);

    expect(read(supposed).indexes).toEqual([0, 1]);
  });

  it("reads nothing anew where what is supposed is of other kinds", () => {
    const { read, taken } = counting();
    const trace = [applied];
    read(trace);
    const started: TraceEvent = { kind: "execution.started", atMs: 0, input: 1 };
    trace.push(applied);

    expect(read(supposing(trace, [started])).indexes).toEqual([0, 1]);
    expect(read(trace).indexes).toEqual([0, 1]);
    expect(taken()).toBe(2);
  });

  it("begins anew where a trace was cut", () => {
    const { read } = counting();
    const trace = [applied, applied];
    read(trace);
    trace.length = 1;

    expect(read(trace).indexes).toEqual([0]);
  });
});
