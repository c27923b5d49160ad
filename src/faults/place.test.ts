import { describe, expect, it } from "vitest";
import {
  type Place,
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

const places: readonly (readonly [string, string, Place])[] = [
  ["payment.charge", "payment.charge", "call"],
  [checkpointPoint("SUCCEED charge"), "checkpoint SUCCEED charge", "checkpoint"],
  [timerPoint("pause"), "timer pause", "timer"],
  [callbackPoint("approval"), "callback approval", "callback"],
  [invokePoint("billing:1"), "invoke billing:1", "invoke"],
  [wakeUp, "wake-up", "wake-up"],
  [invocationStart, "invocation start", "invocation start"],
  [invocationEnd, "invocation end", "invocation end"],
  [executionStart, "execution start", "execution start"],
  [statePage, "state page", "state page"],
];

describe("the name of a fault point", () => {
  // Scenario files of users hold these names.
  it.each(places)("stays as it is written in scenarios: %s", (point, written) => {
    expect(point).toBe(written);
  });

  it("begins with the functions that were invoked on the way to it", () => {
    expect(pointWithin("billing", pointWithin("tax", wakeUp))).toBe("billing > tax > wake-up");
  });
});

describe("placeOf", () => {
  it.each(places)("knows %s, also in functions that were invoked", (point, _written, place) => {
    expect(placeOf(point)).toBe(place);
    expect(placeOf(`billing > ${point}`)).toBe(place);
    expect(placeOf(`billing > tax:live > ${point}`)).toBe(place);
  });

  it("looks at the point alone, and not at the function that it is in", () => {
    expect(placeOf("checkpoint > invocation end")).toBe("invocation end");
    expect(placeOf("billing > checkpoint START wake-up")).toBe("checkpoint");
  });

  it("is not misled by the names of operations", () => {
    expect(placeOf(checkpointPoint("SUCCEED a > b"))).toBe("checkpoint");
    expect(placeOf(timerPoint("x > invocation start"))).toBe("timer");
    expect(placeOf(pointWithin("billing", checkpointPoint("START x > wake-up")))).toBe(
      "checkpoint",
    );
  });

  it.each(["checkpoint", "timer", "callbacks.send", "invoker.start", "wake-up call", "Wake-up"])(
    "takes for a call what only looks like another point: %s",
    (point) => {
      expect(placeOf(point)).toBe("call");
    },
  );
});
