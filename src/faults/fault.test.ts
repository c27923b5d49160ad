import { describe, expect, it } from "vitest";
import { describeFault } from "./describe.ts";
import {
  type Fault,
  type FaultFamily,
  type ProviderFault,
  allFaults,
  callFaults,
  checkpointFaults,
  familyOf,
  faultFamilies,
  faultsAt,
  faultsOf,
  possibleAtCallOf,
  possibleAtCheckpoint,
  providerFaults,
  severity,
  usualFamilies,
} from "./fault.ts";
import {
  callbackPoint,
  checkpointPoint,
  executionStart,
  invocationEnd,
  invocationStart,
  invokePoint,
  placeOf,
  pointWithin,
  statePage,
  timerPoint,
  wakeUp,
} from "./place.ts";

const points = [
  "shop.pay",
  checkpointPoint("SUCCEED pay"),
  statePage,
  wakeUp,
  invocationStart,
  invocationEnd,
  executionStart,
  timerPoint("pause"),
  callbackPoint("approval"),
  invokePoint("billing:1"),
];

describe("faultsAt", () => {
  it("knows every kind of point by its name", () => {
    expect(faultsAt("shop.pay")).toEqual(callFaults);
    expect(faultsAt(checkpointPoint("SUCCEED pay"))).toEqual(checkpointFaults);
    expect(faultsAt(invocationStart)).toEqual(["crash", "first-page"]);
    expect(faultsAt(invocationEnd)).toEqual(["crash", "thaw"]);
    expect(new Set(points.flatMap((at) => faultsAt(at)))).toEqual(new Set(allFaults));
  });

  it("knows them in an invoked function too", () => {
    for (const at of points) {
      expect(placeOf(pointWithin("billing", pointWithin("tax", at)))).toBe(placeOf(at));
    }
  });

  it("leaves out the families that a search does without", () => {
    expect(faultsAt("shop.pay", ["zombie", "ending"])).toEqual(["zombie", "stop", "expire"]);
    expect(faultsAt(checkpointPoint("START pay"), ["checkpoint"])).toEqual([
      "throttle",
      "server-error",
      "client-error",
    ]);
    expect(faultsAt(timerPoint("pause"), usualFamilies)).toEqual([]);
  });

  it("puts every fault of every point into a family", () => {
    const families = points.flatMap((at) =>
      faultsAt(at).map((fault) => familyOf(placeOf(at), fault)),
    );

    expect(new Set(families)).toEqual(new Set(faultFamilies));
  });
});

describe("familyOf", () => {
  // The same word is everyday at a service, and a broken network at AWS.
  it.each<[FaultFamily, Readonly<Record<string, readonly Fault[]>>]>([
    [
      "service",
      {
        "shop.pay": ["refuse", "throttle", "lose-reply", "slow-reply", "late-effect", "duplicate"],
      },
    ],
    [
      "crash",
      {
        "shop.pay": ["crash-before", "crash-after", "stall"],
        "checkpoint SUCCEED pay": ["crash-before", "crash-after", "stall"],
        "invocation start": ["crash"],
        "invocation end": ["crash"],
        "state page": ["crash-before"],
      },
    ],
    ["checkpoint", { "checkpoint SUCCEED pay": ["throttle", "server-error", "client-error"] }],
    [
      "outside",
      {
        "callback approval": ["early", "late", "duplicate", "lose"],
        "invoke billing:1": ["late", "fail", "time-out", "stop"],
      },
    ],
    [
      "network",
      {
        "shop.pay": ["lose-request", "slow-down"],
        "checkpoint SUCCEED pay": [
          "repeat",
          "lose-request",
          "lose-reply",
          "crash-on-reply",
          "stale-token",
          "no-token",
        ],
        "invocation start": ["first-page"],
        "wake-up": ["late"],
        "state page": ["throttle", "server-error"],
        "execution start": ["duplicate"],
      },
    ],
    [
      "order",
      { "shop.pay": ["defer"], "checkpoint SUCCEED pay": ["defer"], "timer pause": ["defer"] },
    ],
    [
      "zombie",
      {
        "shop.pay": ["zombie"],
        "checkpoint SUCCEED pay": ["zombie"],
        "invocation end": ["thaw"],
      },
    ],
    ["ending", { "shop.pay": ["stop", "expire"], "checkpoint SUCCEED pay": ["stop", "expire"] }],
  ])("has all of these, and no others, in %s", (family, expected) => {
    const found = points.flatMap((at) => {
      const faults = faultsAt(at, [family]);
      return faults.length === 0 ? [] : [[at, faults]];
    });

    expect(Object.fromEntries(found)).toEqual(expected);
  });
});

describe("faultsOf", () => {
  it("tells the same as faultsAt, again and again, and keeps searches apart", () => {
    const [crashes, endings] = [faultsOf(["crash"]), faultsOf(["ending"])];

    for (const at of [...points, ...points]) {
      expect(crashes(at)).toEqual(faultsAt(at, ["crash"]));
      expect(endings(at)).toEqual(faultsAt(at, ["ending"]));
    }
    expect(crashes("shop.pay")).toBe(crashes("shop.pay"));
  });
});

describe("what is possible now", () => {
  it("leaves alone the execution of a sandbox that is not current", () => {
    const lost = ["zombie", "stop", "expire"];

    for (const possible of [possibleAtCallOf([]), possibleAtCheckpoint]) {
      expect(possible(true, false)).toEqual(expect.arrayContaining(lost));
      expect(possible(false, true).filter((fault) => lost.includes(fault))).toEqual([]);
    }
  });

  it("lets something be overtaken only when something else is on its way", () => {
    expect(possibleAtCallOf(providerFaults)(true, true)).toEqual(callFaults);
    expect(possibleAtCallOf(providerFaults)(true, false)).not.toContain("defer");
    expect(possibleAtCheckpoint(true, true)).toEqual(checkpointFaults);
    expect(possibleAtCheckpoint(false, true)).toContain("defer");
    expect(possibleAtCheckpoint(false, false)).not.toContain("defer");
  });
});

describe("what a third party may do wrong by itself", () => {
  it("is possible only where its fake knows how", () => {
    const own = (provider: readonly ProviderFault[]) =>
      possibleAtCallOf(provider)(true, true).filter(
        (fault) => familyOf("call", fault) === "provider",
      );

    expect(own([])).toEqual([]);
    expect(own(["stale-read", "unauthorize"])).toEqual(["unauthorize", "stale-read"]);
  });
});

describe("severity", () => {
  it("grows from the mildest fault of a point to the worst", () => {
    expect(severity("shop.pay", "refuse")).toBe(0);
    expect(severity("shop.pay", "expire")).toBe(callFaults.length - 1);
    expect(severity("checkpoint START pay", "throttle")).toBeLessThan(
      severity("checkpoint START pay", "client-error"),
    );
  });

  it("is higher for any fault of AWS than for any of a service", () => {
    expect(severity("checkpoint START pay", "throttle")).toBeGreaterThan(
      severity("shop.pay", "expire"),
    );
  });
});

describe("describeFault", () => {
  it("has words of its own for every fault of every point", () => {
    for (const at of points) {
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
