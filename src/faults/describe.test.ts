import { describe, expect, it } from "vitest";
import { describeFault } from "./describe.ts";
import { type Fault, allFaults, faultsAt } from "./fault.ts";

describe("describeFault", () => {
  it("has one clause for every fault, and no two say the same", () => {
    const clauses = allFaults.map((fault) => describeFault("shop.pay", fault));

    expect(clauses.filter((clause) => !/^[A-Za-z].*[^.\s]$/.test(clause))).toEqual([]);
    expect(new Set(clauses).size).toBe(allFaults.length);
  });

  // One word for two things that are not alike at different places.
  it.each<[Fault, string, string, string]>([
    [
      "crash-before",
      "checkpoint SUCCEED pay",
      "the sandbox dies before it is applied",
      "the sandbox dies before it has any effect",
    ],
    [
      "stall",
      "checkpoint SUCCEED pay",
      "is applied, then the sandbox stalls until the function times out",
      "takes effect, then the sandbox stalls until the function times out",
    ],
    [
      "lose-reply",
      "checkpoint SUCCEED pay",
      "is applied, but the reply is lost for good",
      "takes effect, but the reply is lost",
    ],
    ["duplicate", "callback approval", "completed twice", "delivered twice"],
    ["duplicate", "execution start", "started twice", "delivered twice"],
    [
      "stop",
      "invoke billing:1",
      "someone stops the invoked function before it has done anything",
      "someone stops the execution",
    ],
  ])("says what %s is at %s, and not what it is at a call", (fault, at, here, atCall) => {
    expect(describeFault(at, fault)).toBe(here);
    expect(describeFault(`billing > ${at}`, fault)).toBe(here);
    expect(describeFault("shop.pay", fault)).toBe(atCall);
  });

  it("tells apart what comes late: a wake-up, a callback, an invoked function", () => {
    const late = ["wake-up", "callback approval", "invoke billing:1"];

    expect(late.flatMap((at) => faultsAt(at)).filter((fault) => fault === "late")).toHaveLength(3);
    expect(late.map((at) => describeFault(at, "late"))).toEqual([
      "comes late",
      "completed late",
      "the invoked function starts late",
    ]);
  });
});
