import { describe, expect, it } from "vitest";
import { EventLoop, type Owner } from "./event-loop.ts";

describe("freezing an owner", () => {
  it("stops its timers, immediates and messages, and nothing of anyone else", () => {
    const { loop, seen, frozen, other, noteFor } = twoOwners();
    for (const owner of [frozen, other]) {
      loop.owner = owner;
      loop.setTimeout(noteFor(owner, "timer"), 10);
      loop.setImmediate(noteFor(owner, "immediate"));
      loop.send(owner, 20, noteFor(owner, "message"));
    }

    loop.freeze(frozen);
    runAll(loop);

    expect(seen).toEqual(["other immediate at 0", "other timer at 10", "other message at 20"]);
    expect(loop.nextTimerMs()).toBeUndefined();
    expect(loop.hasTraffic).toBe(false);
  });

  it("keeps the immediates of the others that are still to come, in their order", () => {
    const { loop, seen, frozen, other, noteFor } = twoOwners();
    const owners = [other, other, frozen, other];
    for (const [index, owner] of owners.entries()) {
      loop.owner = owner;
      loop.setImmediate(noteFor(owner, `immediate ${index}`));
    }

    loop.runNext(Infinity);
    loop.freeze(frozen);
    runAll(loop);
    loop.thaw(frozen);
    runAll(loop);

    expect(seen).toEqual([
      "other immediate 0 at 0",
      "other immediate 1 at 0",
      "other immediate 3 at 0",
      "frozen immediate 2 at 0",
    ]);
  });

  it("keeps nothing of an owner that dies", () => {
    const { loop, seen, frozen, noteFor } = twoOwners();
    loop.owner = frozen;
    loop.setTimeout(noteFor(frozen, "timer"), 10);
    loop.setImmediate(noteFor(frozen, "immediate"));

    loop.freeze(frozen);
    loop.discard(frozen);
    loop.thaw(frozen);
    runAll(loop);

    expect(seen).toEqual([]);
  });
});

describe("thawing what was frozen", () => {
  it("runs late what fell due, in order, and the rest on time", () => {
    const { loop, seen, frozen, noteFor } = twoOwners();
    loop.owner = frozen;
    for (const ms of [30, 10, 200]) loop.setTimeout(noteFor(frozen, `${ms}`), ms);
    loop.send(frozen, 20, noteFor(frozen, "message"));
    loop.setImmediate(noteFor(frozen, "immediate"));

    loop.freeze(frozen);
    loop.advanceTo(loop.startMs + 100);
    loop.thaw(frozen);
    expect(loop.hasTraffic).toBe(true);
    runAll(loop);

    expect(seen).toEqual([
      "frozen immediate at 100",
      "frozen 10 at 100",
      "frozen message at 100",
      "frozen 30 at 100",
      "frozen 200 at 200",
    ]);
    expect(loop.hasTraffic).toBe(false);
  });

  it("puts it before what was due as late, and behind the immediates of the others", () => {
    const { loop, seen, frozen, other, noteFor } = twoOwners();
    loop.owner = frozen;
    loop.setTimeout(noteFor(frozen, "timer"), 100);
    loop.setImmediate(noteFor(frozen, "immediate"));
    loop.freeze(frozen);
    loop.owner = other;
    loop.setTimeout(noteFor(other, "timer"), 100);
    loop.setImmediate(noteFor(other, "immediate"));

    loop.thaw(frozen);
    runAll(loop);

    expect(seen).toEqual([
      "other immediate at 0",
      "frozen immediate at 0",
      "frozen timer at 100",
      "other timer at 100",
    ]);
  });

  it("forgets what was cleared before, meanwhile and after", () => {
    const { loop, seen, frozen, noteFor } = twoOwners();
    loop.owner = frozen;
    const [before, meanwhile, after, kept] = [1, 2, 3, 4].map((ms) =>
      loop.setTimeout(noteFor(frozen, `timer ${ms}`), ms),
    );
    const immediates = [1, 2, 3].map((nth) =>
      loop.setImmediate(noteFor(frozen, `immediate ${nth}`)),
    );

    loop.clearTimeout(before);
    loop.clearImmediate(immediates[0]);
    loop.freeze(frozen);
    loop.clearTimeout(meanwhile);
    loop.clearImmediate(immediates[1]);
    loop.thaw(frozen);
    loop.clearTimeout(after);
    loop.clearImmediate(immediates[2]);
    runAll(loop);

    expect(seen).toEqual(["frozen timer 4 at 4"]);
    expect(kept?.cleared).toBe(false);
  });

  it("lets an interval beat on from its next beat", () => {
    const { loop, seen, frozen, noteFor } = twoOwners();
    loop.owner = frozen;
    const beat = noteFor(frozen, "beat");
    const interval = loop.setInterval(() => {
      beat();
      if (seen.length === 3) loop.clearInterval(interval);
    }, 10);

    loop.runNext(Infinity);
    loop.freeze(frozen);
    loop.advanceTo(loop.startMs + 100);
    loop.thaw(frozen);
    runAll(loop);

    expect(seen).toEqual(["frozen beat at 10", "frozen beat at 100", "frozen beat at 110"]);
  });

  it("puts back nothing of an owner that waited for nothing, and nothing twice", () => {
    const { loop, seen, frozen, other, noteFor } = twoOwners();
    loop.owner = frozen;
    loop.setImmediate(noteFor(frozen, "immediate"));

    loop.freeze(other);
    loop.freeze(frozen);
    for (const owner of [other, frozen, frozen]) loop.thaw(owner);
    runAll(loop);

    expect(seen).toEqual(["frozen immediate at 0"]);
  });

  it("runs as whose it is, and is dropped when that one dies", () => {
    const { loop, frozen } = twoOwners();
    const owners: (Owner | undefined)[] = [];
    loop.owner = frozen;
    loop.setTimeout(() => owners.push(loop.owner), 10);
    loop.setTimeout(() => owners.push(loop.owner), 20);
    loop.setImmediate(() => owners.push(loop.owner));

    loop.freeze(frozen);
    loop.thaw(frozen);
    loop.owner = undefined;
    loop.runNext(Infinity);
    loop.runNext(Infinity);
    frozen.alive = false;
    loop.discard(frozen);

    expect(runAll(loop)).toBe(0);
    expect(owners).toEqual([frozen, frozen]);
  });
});

function twoOwners() {
  const loop = new EventLoop(1_000_000);
  const seen: string[] = [];
  const frozen: Owner = { label: "frozen", alive: true };
  const other: Owner = { label: "other", alive: true };
  const noteFor = (owner: Owner, what: string) => () =>
    void seen.push(`${owner.label} ${what} at ${loop.elapsedMs}`);
  return { loop, seen, frozen, other, noteFor };
}

/** Returns how many callbacks ran. */
function runAll(loop: EventLoop): number {
  let turns = 0;
  while (loop.runNext(Infinity) === "ran" && turns < 100) turns++;
  return turns;
}
