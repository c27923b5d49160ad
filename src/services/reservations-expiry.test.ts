import { describe, expect, it } from "vitest";
import { cups, moves, warehouse } from "./reservations.test-support.ts";

describe("a reservation that nobody commits", () => {
  it("expires after a day, and can be released all the same, which does nothing", async () => {
    const { ask, wait, ledger } = warehouse();

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await wait(86_400_000 - 51);
    expect(await ask((house) => house.get("r1"))).toBe("r1 held: 3 cup");
    expect(await ask((house) => house.get("r1"))).toBe("r1 expired: 3 cup");
    expect(await ask((house) => house.release("r1"))).toBe("r1 expired: 3 cup");
    expect(moves(ledger.reservations[0])).toEqual(["held at 50"]);
  });

  it.each([
    [949, "r1 committed: 3 cup"],
    [950, "410 reservation_expired"],
  ])("expires to the millisecond: %d ms and a call later", async (ms, answer) => {
    const { ask, wait, ledger } = warehouse({ holdTtlMs: 1_000 });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await wait(ms);

    expect(await ask((house) => house.commit("r1"))).toBe(answer);
    expect(ledger.oversold).toEqual([]);
  });

  it.each([
    [1_449, "409 out_of_stock"],
    [1_450, "r2 held: 1 cup"],
  ])("gives its units back a while after that: %d ms and a call later", async (ms, answer) => {
    const { ask, wait } = warehouse({ holdTtlMs: 1_000, expiryLagMs: 500 });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await wait(ms);

    expect(await ask((house) => house.reserve("r2", "o2", [cups(1)]))).toBe(answer);
  });

  it("gives its units back 5 minutes after that, unless told otherwise", async () => {
    const { ask, wait } = warehouse({ holdTtlMs: 1_000 });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await wait(1_000 + 300_000 - 51);

    expect(await ask((house) => house.reserve("r2", "o2", [cups(1)]))).toBe("409 out_of_stock");
    expect(await ask((house) => house.reserve("r2", "o2", [cups(1)]))).toBe("r2 held: 1 cup");
  });

  it("does not give back late what was released in time", async () => {
    const { ask, wait } = warehouse({ holdTtlMs: 1_000 });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await ask((house) => house.release("r1"));
    await ask((house) => house.reserve("r2", "o2", [cups(3)]));
    await ask((house) => house.commit("r2"));
    await wait(1_000_000);

    expect(await ask((house) => house.get("r1"))).toBe("r1 released: 3 cup");
    expect(await ask((house) => house.get("r2"))).toBe("r2 committed: 3 cup");
    expect(await ask((house) => house.reserve("r3", "o3", [cups(1)]))).toBe("409 out_of_stock");
  });

  it("stays expired when it is asked for again", async () => {
    const { ask, wait, ledger } = warehouse({ holdTtlMs: 1_000 });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await wait(2_000);

    expect(await ask((house) => house.reserve("r1", "o1", [cups(3)]))).toBe("r1 expired: 3 cup");
    expect(ledger.reservations).toHaveLength(1);
  });
});

describe("a commit that comes too late", () => {
  it("is refused, and changes nothing", async () => {
    const { ask, wait, ledger } = warehouse({ holdTtlMs: 1_000 });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await wait(1_000);

    expect(await ask((house) => house.commit("r1"))).toBe("410 reservation_expired");
    expect(await ask((house) => house.get("r1"))).toBe("r1 expired: 3 cup");
    expect(moves(ledger.reservations[0])).toEqual(["held at 50"]);
  });

  it("sells what may be another's by now, where the house does so", async () => {
    const { ask, wait, floor, ledger } = warehouse({
      holdTtlMs: 1_000,
      expiryLagMs: 0,
      lateCommit: "oversell",
    });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await wait(1_000);
    await ask((house) => house.reserve("r2", "o2", [cups(3)]));

    expect(await ask((house) => house.commit("r1"))).toBe("r1 committed: 3 cup");
    expect(ledger.oversold.map(({ id }) => id)).toEqual(["r1"]);
    expect(floor.trace.events[ledger.oversold[0]?.event ?? -1]).toMatchObject({
      kind: "call.applied",
      what: "committed r1",
    });
    await ask((house) => house.release("r2"));
    expect(await ask((house) => house.reserve("r3", "o3", [cups(1)]))).toBe("409 out_of_stock");
  });

  it("sells it once, however often it comes", async () => {
    const { ask, wait, ledger } = warehouse({ holdTtlMs: 1_000, lateCommit: "oversell" });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await wait(1_000);
    await ask((house) => house.commit("r1"));
    await ask((house) => house.commit("r1"));

    expect(ledger.oversold).toHaveLength(1);
    expect(moves(ledger.reservations[0])).toEqual(["held at 50", "committed at 1100"]);
  });

  it("in time oversells nothing", async () => {
    const { ask, ledger } = warehouse({ lateCommit: "oversell" });

    await ask((house) => house.reserve("r1", "o1", [cups(3)]));
    await ask((house) => house.commit("r1"));

    expect(ledger.oversold).toEqual([]);
  });
});

describe("an id that nobody knows", () => {
  it("can be neither read nor committed", async () => {
    const { ask } = warehouse();

    expect(await ask((house) => house.get("r1"))).toBe("404 reservation_missing");
    expect(await ask((house) => house.commit("r1"))).toBe("404 reservation_missing");
  });

  it("is buried when it is released, and nothing that comes late can dig it up", async () => {
    const { ask, ledger, told } = warehouse();

    expect(await ask((house) => house.release("r1"))).toBe("r1 released: ");
    expect(await ask((house) => house.reserve("r1", "o1", [cups(1)]))).toBe(
      "409 reservation_released",
    );
    expect(await ask((house) => house.release("r1"))).toBe("r1 released: ");
    expect(await ask((house) => house.reserve("r2", "o1", [cups(3)]))).toBe("r2 held: 3 cup");
    expect(ledger.reservations.map(({ id }) => id)).toEqual(["r2"]);
    expect(told()[0]).toBe("buried r1");
  });

  it("is not, in a house without tombstones: what comes late holds on", async () => {
    const { ask } = warehouse({ tombstones: false });

    expect(await ask((house) => house.release("r1"))).toBe("404 reservation_missing");
    expect(await ask((house) => house.reserve("r1", "o1", [cups(1)]))).toBe("r1 held: 1 cup");
    expect(await ask((house) => house.release("r1"))).toBe("r1 released: 1 cup");
  });

  it.each([
    [true, []],
    [false, ["r1"]],
  ])("decides what becomes of a late effect: %s", async (tombstones, ids) => {
    const { floor, client, ledger } = warehouse({ tombstones }, [
      { at: "warehouse.reserve", from: 1, times: 1, fault: "late-effect" },
    ]);

    floor.watch(client.reserve("r1", "o1", [cups(1)]).catch(() => client.release("r1")));
    await floor.run();

    expect(ledger.reservations.map(({ id }) => id)).toEqual(ids);
  });
});
