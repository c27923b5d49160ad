import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { EventLoop, type Owner } from "./event-loop.ts";

const startMs = 1_000_000;

describe("EventLoop", () => {
  it("jumps to the time of each timer, whatever order they were set in", () => {
    const { loop, seen, note } = recordingLoop();
    loop.setTimeout(note, 50, "late");
    loop.setTimeout(note, 20, "early");

    runAll(loop);

    expect(seen).toEqual(["early at 20", "late at 50"]);
  });

  it("runs immediates first come first served, before any timer", () => {
    const { loop, seen, note } = recordingLoop();
    loop.setTimeout(note, 1, "timer");
    loop.setImmediate(note, "first");
    loop.setImmediate(note, "second");

    runAll(loop);

    expect(seen).toEqual(["first at 0", "second at 0", "timer at 1"]);
  });

  it("runs one callback a turn, so that microtasks can run in between", () => {
    const { loop, seen, note } = recordingLoop();
    loop.setImmediate(note, "first");
    loop.setImmediate(note, "second");

    expect(loop.runNext(Infinity)).toBe("ran");

    expect(seen).toEqual(["first at 0"]);
  });

  it("leaves alone what is due after the limit, and tells it from nothing to do", () => {
    const { loop, seen, note } = recordingLoop();
    expect(loop.runNext(Infinity)).toBe("idle");
    loop.setTimeout(note, 10, "timer");

    expect(loop.runNext(startMs + 9)).toBe("later");
    expect(loop.nowMs).toBe(startMs);
    expect(loop.nextTimerMs()).toBe(startMs + 10);
    expect(loop.runNext(startMs + 10)).toBe("ran");

    expect(seen).toEqual(["timer at 10"]);
    expect(loop.nextTimerMs()).toBeUndefined();
  });

  it("runs what became due during a jump late, but in order", () => {
    const { loop, seen, note } = recordingLoop();
    loop.setTimeout(note, 20, "second");
    loop.setTimeout(note, 10, "first");

    loop.advanceTo(startMs + 30);
    runAll(loop);

    expect(seen).toEqual(["first at 30", "second at 30"]);
    expect(() => loop.advanceTo(startMs)).toThrow("virtual time cannot go back");
  });

  it("reports what a callback throws, and goes on", () => {
    const { loop, seen, note } = recordingLoop();
    const thrown: unknown[] = [];
    const owner = ownerNamed("invocation 1");
    loop.onUncaught = (whose, error) => thrown.push([whose, error]);
    loop.owner = owner;
    loop.setTimeout(() => {
      throw new Error("boom");
    }, 1);
    loop.setTimeout(note, 2, "next");

    runAll(loop);

    expect(thrown).toEqual([[owner, new Error("boom")]]);
    expect(seen).toEqual(["next at 2"]);
  });
});

describe("ownership", () => {
  it("passes from what runs to what it schedules", () => {
    const { loop } = recordingLoop();
    const owner = ownerNamed("invocation 1");
    const owners: (Owner | undefined)[] = [];
    loop.schedule(owner, 1, () => {
      loop.setTimeout(() => {
        owners.push(loop.owner);
        loop.setImmediate(() => owners.push(loop.owner));
      }, 1);
    });
    loop.schedule(undefined, 1, () => owners.push(loop.owner));

    runAll(loop);

    expect(owners).toEqual([undefined, owner, owner]);
  });

  it("ends with the owner: nothing of it runs, everything else does", () => {
    const { loop, seen, note } = recordingLoop();
    const [dead, alive] = [ownerNamed("dead"), ownerNamed("alive")];
    for (const owner of [dead, alive]) {
      loop.owner = owner;
      loop.setTimeout(note, 1, `timer of ${owner.label}`);
      loop.setImmediate(note, `immediate of ${owner.label}`);
      loop.schedule(owner, 2, () => note(`event of ${owner.label}`));
    }
    loop.schedule(undefined, 3, () => note("event of the world"));

    dead.alive = false;
    loop.discard(dead);
    loop.owner = dead;
    loop.setTimeout(note, 1, "timer set after death");
    loop.setImmediate(note, "immediate set after death");
    runAll(loop);

    expect(seen).toEqual([
      "immediate of alive at 0",
      "timer of alive at 1",
      "event of alive at 2",
      "event of the world at 3",
    ]);
  });

  it("ends an interval whose owner dies in its callback", () => {
    const { loop } = recordingLoop();
    const owner = ownerNamed("invocation 1");
    loop.owner = owner;
    loop.setInterval(() => {
      owner.alive = false;
      loop.discard(owner);
    }, 1);

    expect(runAll(loop)).toBe(1);
  });
});

describe("the timers API", () => {
  it.each([0, -1, Number.NaN, 2 ** 31, "soon", undefined])(
    "takes a delay of %s for 1 ms",
    (delay) => {
      const { loop } = recordingLoop();
      loop.setTimeout(() => {}, delay);
      expect(loop.nextTimerMs()).toBe(startMs + 1);
    },
  );

  it("cuts fractions off a delay, and takes a number that came as text", () => {
    const { loop } = recordingLoop();
    loop.setTimeout(() => {}, "7.9");
    expect(loop.nextTimerMs()).toBe(startMs + 7);
  });

  it("calls back with the arguments, and with the timer as `this`", () => {
    const { loop } = recordingLoop();
    const calls: unknown[] = [];
    function callback(this: unknown, ...args: unknown[]): void {
      calls.push({ self: this, args });
    }
    const timer = loop.setTimeout(callback, 1, "a", 2);
    const immediate = loop.setImmediate(callback, "b");

    runAll(loop);

    expect(calls).toEqual([
      { self: immediate, args: ["b"] },
      { self: timer, args: ["a", 2] },
    ]);
  });

  it("refuses a callback that is no function, as Node does", () => {
    const { loop } = recordingLoop();
    const text: unknown = "console.log(1)";
    const refusal = expect.objectContaining({ name: "TypeError", code: "ERR_INVALID_ARG_TYPE" });
    for (const method of ["setTimeout", "setInterval", "setImmediate"] as const) {
      expect(() => Reflect.apply(loop[method], loop, [text, 1])).toThrow(refusal);
    }
  });

  it("repeats an interval until it is cleared, also from inside of its callback", () => {
    const { loop, seen, note } = recordingLoop();
    const interval = loop.setInterval(() => {
      note("tick");
      if (seen.length === 3) loop.clearInterval(interval);
    }, 10);

    runAll(loop);

    expect(seen).toEqual(["tick at 10", "tick at 20", "tick at 30"]);
  });

  it("clears by handle, by number, by the number as text, by close and by dispose", () => {
    const { loop, seen, note } = recordingLoop();
    const timers = Array.from({ length: 5 }, (_, index) =>
      loop.setTimeout(note, 1, `timer ${index}`),
    );
    const [byHandle, byNumber, byText, byClose, byDispose] = timers;
    const immediate = loop.setImmediate(note, "immediate");

    loop.clearTimeout(byHandle);
    loop.clearTimeout(Number(byNumber));
    loop.clearTimeout(String(Number(byText)));
    byClose?.close();
    byDispose?.[Symbol.dispose]();
    loop.clearImmediate(immediate);
    loop.clearTimeout(undefined);
    loop.clearTimeout(99);
    runAll(loop);

    expect(seen).toEqual([]);
    expect(new Set(timers.map(Number)).size).toBe(5);
    expect(Number(byHandle)).toBe(Number(byHandle));
  });

  it("refreshes a timer that waits and one that fired, but not one that was cleared", () => {
    const { loop, seen, note } = recordingLoop();
    const waiting = loop.setTimeout(note, 10, "waiting");
    const cleared = loop.setTimeout(note, 10, "cleared");
    loop.clearTimeout(cleared);
    loop.advanceTo(startMs + 5);
    waiting.refresh();
    cleared.refresh();

    runAll(loop);
    waiting.refresh();
    runAll(loop);

    expect(seen).toEqual(["waiting at 15", "waiting at 25"]);
  });

  it("remembers ref and unref, which change nothing else", () => {
    const { loop } = recordingLoop();
    for (const handle of [loop.setTimeout(() => {}, 1), loop.setImmediate(() => {})]) {
      expect(handle.hasRef()).toBe(true);
      expect(handle.unref().hasRef()).toBe(false);
      expect(handle.ref().hasRef()).toBe(true);
    }
  });

  it("calls back in the asynchronous context that set the timer", () => {
    const { loop } = recordingLoop();
    const storage = new AsyncLocalStorage<string>();
    const stores: (string | undefined)[] = [];
    storage.run("request 1", () => {
      loop.setTimeout(() => stores.push(storage.getStore()), 1);
      loop.setImmediate(() => stores.push(storage.getStore()));
    });

    runAll(loop);

    expect(stores).toEqual(["request 1", "request 1"]);
  });
});

function recordingLoop(): {
  readonly loop: EventLoop;
  readonly seen: string[];
  readonly note: (what: unknown) => void;
} {
  const loop = new EventLoop(startMs);
  const seen: string[] = [];
  return {
    loop,
    seen,
    note: (what) => seen.push(`${String(what)} at ${loop.nowMs - loop.startMs}`),
  };
}

/** Returns how many callbacks ran. */
function runAll(loop: EventLoop): number {
  let turns = 0;
  while (loop.runNext(Infinity) === "ran" && turns < 100) turns++;
  return turns;
}

function ownerNamed(label: string): Owner {
  return { label, alive: true };
}
