import { describe, expect, it } from "vitest";
import {
  callFaults,
  checkpointFaults,
  checkpointPoint,
  describeFault,
  faultsAt,
  invocationEnd,
  invocationStart,
  severity,
} from "./fault.ts";

describe("faultsAt", () => {
  it("knows calls, checkpoints and invocations by the names of their points", () => {
    expect(faultsAt("shop.pay")).toEqual(callFaults);
    expect(faultsAt(checkpointPoint("SUCCEED pay"))).toEqual(checkpointFaults);
    expect(faultsAt(invocationStart)).toEqual(["crash"]);
    expect(faultsAt(invocationEnd)).toEqual(["crash"]);
  });
});

describe("severity", () => {
  it("grows from the mildest fault of a point to the worst", () => {
    expect(severity("shop.pay", "refuse")).toBe(0);
    expect(severity("shop.pay", "stall")).toBe(callFaults.length - 1);
    expect(severity("checkpoint START pay", "throttle")).toBeLessThan(
      severity("checkpoint START pay", "client-error"),
    );
  });

  it("is higher for any fault of AWS than for any of a service", () => {
    expect(severity("checkpoint START pay", "throttle")).toBeGreaterThan(
      severity("shop.pay", "stall"),
    );
  });
});

describe("describeFault", () => {
  it("has words of its own for every fault of every point", () => {
    for (const at of ["shop.pay", "checkpoint START pay"]) {
      const clauses = faultsAt(at).map((fault) => describeFault(at, fault));
      expect(new Set(clauses).size).toBe(clauses.length);
    }
    expect(describeFault(invocationStart, "crash")).toBe("the sandbox dies before any code runs");
    expect(describeFault(invocationEnd, "crash")).toBe(
      "the sandbox dies before its response arrives",
    );
  });

  it("tells the effect of a call from the storing of a checkpoint", () => {
    expect(describeFault("shop.pay", "crash-after")).toBe(
      "the sandbox dies after it takes effect, before the reply",
    );
    expect(describeFault("checkpoint START pay", "crash-after")).toBe(
      "the sandbox dies after it is applied, before the reply",
    );
  });
});
