import { describe, expect, it } from "vitest";
import { CardDesk } from "./card-payments.test-support.ts";

describe("the list of an order's payments", () => {
  it("has what was made, as it is by now", async () => {
    const desk = new CardDesk();

    expect(await list(desk)).toBe("[]");
    await desk.create();
    await desk.confirm();
    await desk.create();
    expect(await list(desk)).toBe(
      "[pi_1 requires_capture 100/0, pi_2 requires_confirmation 100/0]",
    );
  });

  it("has none of another order's", async () => {
    const desk = new CardDesk();

    await desk.create();

    expect(await desk.ask((client) => client.list("o2"))).toBe("[]");
    expect(await desk.ask((client) => client.search("o2"))).toBe("[]");
  });

  it("is never behind", async () => {
    const desk = new CardDesk({}, { at: "list", fault: "stale-read" });

    await desk.create();

    expect(await list(desk)).toBe("[pi_1 requires_confirmation 100/0]");
  });
});

describe("a payment that is read from a replica", () => {
  it.each([
    [0, "404 resource_missing"],
    [59_900, "404 resource_missing"],
    [59_950, "pi_1 requires_confirmation 100/0"],
  ])("is as it was a minute ago: %d ms after it was made", async (ms, seen) => {
    const desk = new CardDesk({}, { at: "retrieve", fault: "stale-read" });

    await desk.create();
    await desk.wait(ms);

    expect(await desk.retrieve()).toBe(seen);
  });

  it("is held where it was captured a moment ago", async () => {
    const desk = new CardDesk({}, { at: "retrieve", fault: "stale-read" });

    await desk.create();
    await desk.confirm();
    await desk.wait(60_000);
    await desk.capture();

    expect(await desk.retrieve()).toBe("pi_1 requires_capture 100/0");
    expect(await desk.retrieve()).toBe("pi_1 succeeded 100/0");
  });
});

describe("the search for an order's payments", () => {
  it("finds them at once when all is well", async () => {
    const desk = new CardDesk();

    await desk.create();

    expect(await search(desk)).toBe("[pi_1 requires_confirmation 100/0]");
  });

  it.each([
    [59_949, "[]"],
    [59_950, "[pi_1 requires_confirmation 100/0]"],
  ])("misses for a minute what was made, when it is behind: %d ms later", async (ms, found) => {
    const desk = new CardDesk({}, { at: "search", fault: "stale-read" });

    await desk.create();
    await desk.wait(ms);

    expect(await search(desk)).toBe(found);
  });

  it("misses only what is new, for as long as it is said to be behind", async () => {
    const desk = new CardDesk({ lagMs: 500 }, { at: "search", fault: "stale-read" });

    await desk.create();
    await desk.wait(450);
    await desk.create();

    expect(await search(desk)).toBe("[pi_1 requires_confirmation 100/0]");
    expect(await search(desk)).toMatch(/pi_2/);
  });
});

describe("a cancelled payment", () => {
  it("is a fence against a confirmation that was on its way", async () => {
    const desk = new CardDesk({}, { at: "confirm", fault: "late-effect" });
    await desk.create();

    desk.floor.watch(desk.client.confirm("pi_1", "key-1").catch(() => desk.cancel()));
    await desk.floor.run();

    expect(desk.ledger.intents[0]?.moves.map(({ kind }) => kind)).toEqual(["voided"]);
    expect(desk.floor.trace.events.at(-1)).toMatchObject({
      kind: "call.applied",
      atMs: 70_050,
      what: "refused: pi_1 is canceled",
    });
    expect(await desk.retrieve()).toBe("pi_1 canceled 100/0");
  });

  it("is one against what the provider puts right later", async () => {
    const desk = new CardDesk({}, { at: "confirm", fault: "roll-forward" });
    await desk.create();

    desk.floor.watch(desk.client.confirm("pi_1", "key-1").catch(() => desk.cancel()));
    await desk.floor.run();

    expect(desk.ledger.intents[0]?.moves.map(({ kind }) => kind)).toEqual(["voided"]);
  });

  it("would be confirmed late if nobody had cancelled it", async () => {
    const desk = new CardDesk({}, { at: "confirm", fault: "late-effect" });
    await desk.create();

    await desk.confirm();

    expect(await desk.retrieve()).toBe("pi_1 requires_capture 100/0");
  });
});

async function list(desk: CardDesk): Promise<string> {
  return desk.ask((client) => client.list("o1"));
}

async function search(desk: CardDesk): Promise<string> {
  return desk.ask((client) => client.search("o1"));
}
