import { describe, expect, it } from "vitest";
import type { Fault } from "../faults/fault.ts";
import { type Aftermath, Twins } from "./twins.ts";

const first = { at: "shop.pay", nth: 1 };
const faults: readonly Fault[] = ["refuse", "throttle"];

/** What follows a fault: a checkpoint, and then a situation with this key. */
function after(fault: Fault, key: string | undefined, between = "checkpoint RETRY pay"): Aftermath {
  return {
    fault,
    places: [between, "invocation start"],
    keys: ["in between", key],
    isKnown: false,
  };
}

/** Twins that have seen both faults come to these ends, one pair after the other. */
function seeing(...ends: readonly (readonly [string | undefined, string | undefined])[]): Twins {
  const twins = new Twins();
  for (const [one, other] of ends) {
    twins.learn(first, after("refuse", one), []);
    twins.learn(first, after("throttle", other), [after("refuse", one)]);
  }
  return twins;
}

function times(count: number, end: readonly [string | undefined, string | undefined]) {
  return Array.from({ length: count }, () => end);
}

describe("twins", () => {
  it("are left out once they have come to the same twelve times", () => {
    expect(seeing(...times(11, ["a", "a"])).worthTrying(first, faults)).toEqual(faults);
    expect(seeing(...times(12, ["a", "a"])).worthTrying(first, faults)).toEqual(["refuse"]);
  });

  it("are of one pass, and not of the next, which may be the last attempt", () => {
    const second = { at: "shop.pay", nth: 2 };
    expect(seeing(...times(19, ["a", "a"])).worthTrying(second, faults)).toEqual(faults);
  });

  it("are of one point, and not of another", () => {
    expect(
      seeing(...times(19, ["a", "a"])).worthTrying({ at: "shop.ship", nth: 1 }, faults),
    ).toEqual(faults);
  });

  it("are none after a single exception", () => {
    const twins = seeing(...times(19, ["a", "a"]), ["a", "b"]);
    expect(twins.worthTrying(first, faults)).toEqual(faults);
  });

  it("are none where nobody can tell whether it was the same", () => {
    const twins = seeing(...times(19, [undefined, undefined]));
    expect(twins.worthTrying(first, faults)).toEqual(faults);
  });

  it("are none where a call was made on the way, which the handler may make in another way", () => {
    const twins = new Twins();
    for (let time = 0; time < 19; time++) {
      const refused = after("refuse", "a", "shop.ship");
      twins.learn(first, after("throttle", "a", "shop.ship"), [refused]);
    }
    expect(twins.worthTrying(first, faults)).toEqual(faults);
  });

  it("need the other one to be possible, too", () => {
    const twins = seeing(...times(19, ["a", "a"]));
    expect(twins.worthTrying(first, ["throttle"])).toEqual(["throttle"]);
  });

  it("are also faults that come to what was known before, with no other", () => {
    const twins = new Twins();
    const nothingNew: Aftermath = { fault: "throttle", places: ["x"], keys: ["a"], isKnown: true };
    for (let time = 0; time < 12; time++) twins.learn(first, nothingNew, [after("refuse", "b")]);

    expect(twins.worthTrying(first, ["throttle"])).toEqual([]);
    twins.learn(first, { ...nothingNew, isKnown: false }, []);
    expect(twins.worthTrying(first, ["throttle"])).toEqual(["throttle"]);
  });

  it("may be of several others, which have to be possible", () => {
    const twins = seeing(...times(11, ["a", "a"]));
    const nothingNew: Aftermath = { fault: "throttle", places: ["x"], keys: ["a"], isKnown: true };
    twins.learn(first, nothingNew, []);

    expect(twins.worthTrying(first, faults)).toEqual(["refuse"]);
    expect(twins.worthTrying(first, ["throttle"])).toEqual(["throttle"]);
  });

  it("are tried all the same once in a hundred times, and counted where they are not", () => {
    const twins = seeing(...times(19, ["a", "a"]));
    const tried = Array.from({ length: 200 }, () => twins.worthTrying(first, faults).length);

    expect(tried.filter((count) => count === 2)).toHaveLength(2);
    expect(twins.leftOut).toBe(198);
  });
});
