import { describe, expect, it } from "vitest";
import { EventLoop, type Owner } from "./event-loop.ts";

const startMs = 1_000_000;

describe("elapsedMs", () => {
  it("counts from the start, while a callback runs too", () => {
    const { loop, seen, note } = recordingLoop();
    expect(loop.elapsedMs).toBe(0);
    loop.schedule(undefined, 20, note("event"));

    loop.advanceTo(startMs + 5);
    expect(loop.elapsedMs).toBe(5);
    runAll(loop);

    expect(seen).toEqual(["event at 20"]);
    expect(loop.elapsedMs).toBe(20);
  });
});

describe("what happens at one moment", () => {
  it("comes in the order in which it was scheduled, whoever scheduled it", () => {
    const { loop, seen, note } = recordingLoop();
    loop.send(undefined, 10, note("sent"));
    loop.setTimeout(note("timer"), 10);
    loop.tick(10, note("ticked"));
    loop.schedule(undefined, 10, note("scheduled"));

    runAll(loop);

    expect(seen).toEqual(["sent at 10", "timer at 10", "ticked at 10", "scheduled at 10"]);
  });

  it("leaves an engine event where it is put, unlike a timer of code: now, between two ms", () => {
    const { loop, seen, note } = recordingLoop();
    loop.schedule(undefined, 0, note("now"));
    loop.send(undefined, 0.5, note("soon"));

    runAll(loop);

    expect(seen).toEqual(["now at 0", "soon at 0.5"]);
  });

  it("belongs to nobody where the service's clock does it", () => {
    const { loop } = recordingLoop();
    const owners: (Owner | undefined)[] = [];
    const [sender, bystander] = [ownerNamed("sender"), ownerNamed("bystander")];
    loop.owner = bystander;
    loop.send(sender, 1, () => owners.push(loop.owner));
    loop.tick(2, () => owners.push(loop.owner));

    runAll(loop);

    expect(owners).toEqual([sender, undefined]);
  });
});

describe("hasTraffic", () => {
  it("holds while something is on its way, and not for what it will overtake itself", () => {
    const { loop } = recordingLoop();
    const seen: boolean[] = [];
    const look = (): void => void seen.push(loop.hasTraffic);
    look();
    loop.send(undefined, 10, look);
    loop.send(undefined, 20, look);
    look();

    runAll(loop);

    // Before, when both are sent, when one has arrived, and when the other has.
    expect(seen).toEqual([false, true, true, false]);
  });

  it("does not hold for timers of code, the service's clock and other events", () => {
    const { loop } = recordingLoop();
    loop.setTimeout(() => {}, 10);
    loop.setImmediate(() => {});
    loop.tick(10, () => {});
    loop.schedule(undefined, 10, () => {});

    expect(loop.hasTraffic).toBe(false);
  });

  it("ends when what was sent is called back, once, and when its sender dies", () => {
    const { loop } = recordingLoop();
    const sender = ownerNamed("sender");
    const [first] = [loop.send(undefined, 10, () => {}), loop.send(sender, 10, () => {})];

    first.close();
    first.close();
    expect(loop.hasTraffic).toBe(true);
    loop.discard(sender);
    expect(loop.hasTraffic).toBe(false);
  });

  it("never begins for what a dead sender sends", () => {
    const { loop, seen, note } = recordingLoop();
    loop.send({ label: "dead", alive: false }, 10, note("sent"));

    expect(loop.hasTraffic).toBe(false);
    expect(runAll(loop)).toBe(0);
    expect(seen).toEqual([]);
  });
});

describe("hasTie", () => {
  it.each<[string, (loop: EventLoop) => unknown, boolean]>([
    ["something that arrives", (loop) => loop.send(undefined, 10, () => {}), true],
    ["another move of the clock", (loop) => loop.tick(10, () => {}), true],
    ["a timer of code", (loop) => loop.setTimeout(() => {}, 10), false],
    ["an event of the engine", (loop) => loop.schedule(undefined, 10, () => {}), false],
    ["something that arrives later", (loop) => loop.send(undefined, 10.5, () => {}), false],
    ["nothing", () => undefined, false],
    [
      "a timer of code, and something that arrives later",
      (loop) => [loop.setTimeout(() => {}, 10), loop.send(undefined, 20, () => {})],
      false,
    ],
  ])("tells whether this very moment has %s as well", (_what, add, expected) => {
    const { loop } = recordingLoop();
    let hasTie: boolean | undefined;
    loop.tick(10, () => {
      hasTie = loop.hasTie;
    });
    add(loop);

    runAll(loop);

    expect(hasTie).toBe(expected);
  });

  it("sees behind a timer of code that comes first", () => {
    const { loop } = recordingLoop();
    let hasTie: boolean | undefined;
    loop.tick(10, () => {
      hasTie = loop.hasTie;
    });
    loop.setTimeout(() => {}, 10);
    loop.tick(10, () => {});

    runAll(loop);

    expect(hasTie).toBe(true);
  });
});

describe("overtakingMs", () => {
  it("is how far away the next thing is that is on its way, whoever sent it", () => {
    const { loop } = recordingLoop();
    loop.setTimeout(() => {}, 1);
    loop.schedule(undefined, 2, () => {});
    loop.send(undefined, 40, () => {});
    loop.send(ownerNamed("sender"), 30, () => {});
    loop.advanceTo(startMs + 10);

    expect(loop.overtakingMs).toBe(20);
  });

  it("is 0 where nothing is on its way, or arrives at this moment", () => {
    const { loop } = recordingLoop();
    loop.setTimeout(() => {}, 5);
    expect(loop.overtakingMs).toBe(0);
    loop.send(undefined, 0, () => {});
    loop.send(undefined, 5, () => {});
    expect(loop.overtakingMs).toBe(0);
  });

  it("counts the service's clock at this moment, and no later", () => {
    const { loop } = recordingLoop();
    loop.send(undefined, 30, () => {});
    loop.tick(10, () => {});
    expect(loop.overtakingMs).toBe(30);
    loop.advanceTo(startMs + 10);
    expect(loop.overtakingMs).toBe(0);
  });

  it("puts what is sent that far away behind what overtakes it", () => {
    const { loop, seen, note } = recordingLoop();
    loop.send(undefined, 10, () => loop.send(undefined, loop.overtakingMs, note("deferred")));
    loop.send(undefined, 25, note("overtaking"));

    runAll(loop);

    expect(seen).toEqual(["overtaking at 25", "deferred at 25"]);
  });
});

function recordingLoop(): {
  readonly loop: EventLoop;
  readonly seen: string[];
  readonly note: (what: string) => () => void;
} {
  const loop = new EventLoop(startMs);
  const seen: string[] = [];
  return { loop, seen, note: (what) => () => void seen.push(`${what} at ${loop.elapsedMs}`) };
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
