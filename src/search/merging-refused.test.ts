import { randomInt } from "node:crypto";
import { createRetryStrategy } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import type { World } from "../trial/world.ts";
import { countingFailures } from "./counting-world.test-support.ts";
import { explore } from "./explore.ts";

const card = { type: "card", token: "tok" };
const twice = { retryStrategy: createRetryStrategy({ maxAttempts: 2 }) };

describe("merging is refused, and every trial run to its end,", () => {
  it("where what the handler does depends on chance", async () => {
    const world = parcelWorldWith(async (context, order, { payment }) => {
      const cents = await context.step("draw", async () => randomInt(1_000));
      await context.step("charge", async () => payment.charge(card, cents, order.orderId));
    });
    expect(await refusalOf(world)).toMatch(/depends on chance/);
  });

  it("where what the handler does depends on the date", async () => {
    const world = parcelWorldWith(async (context, order, { payment }) => {
      const day = await context.step("look", async () => today());
      await context.step("charge", async () => payment.charge(card, 1, `${order.orderId} ${day}`));
    });
    expect(await refusalOf(world)).toMatch(/depends on the date/);
  });

  it("where a variable decides that outlives an invocation in a warm sandbox", async () => {
    let mode = "";
    const world = parcelWorldWith(async (context, { orderId }, { payment, shipping }) => {
      await context.step("look", async () => {
        mode = await payment.charge(card, 1, orderId).then(() => "fine", String);
      });
      await context.wait("nap", { seconds: 1 });
      const address = { street: mode, city: "", zip: "" };
      await context.step("ship", async () => shipping.create(`${orderId} ${mode}`, address, []));
    });
    expect(await refusalOf(world)).toMatch(/go on differently/);
  });

  it("where an invariant counts what it does not say that it remembers", async () => {
    const { merging } = await explore(
      countingFailures(() => undefined),
      {
        maxFaults: 2,
        randomTrials: 0,
        explain: false,
      },
    );
    expect(merging).toMatchObject({ kind: "refused", why: expect.stringMatching(/differently/) });
  });

  it("where only a further fault shows that equal situations are not", async () => {
    let mode = "";
    const world = parcelWorldWith(async (context, { orderId, zip }, { payment, shipping }) => {
      mode = "";
      for (const nth of [1, 2, 3]) {
        await context.step(`look-${nth}`, async () => {
          mode += await payment.charge(card, 1, `${orderId} ${nth}`).then(() => "fine", String);
        });
      }
      const address = { street: "", city: "", zip };
      const ship = async (id: string) => shipping.create(id, address, []);
      const other = /429|timed out/.test(mode) ? `${orderId} again` : orderId;
      await context.step("ship", async () => {
        for (const nth of [1, 2, 3]) {
          await ship(`${orderId} ${nth}`).catch(() => ship(`${other} ${nth}`));
        }
      });
    });
    expect(await refusalOf(world)).toMatch(/go on differently with .* at /);
  });

  it("where a single one of many merges of one fault goes on differently", async () => {
    let mode = "";
    const world = parcelWorldWith(async (context, { orderId, zip }, { payment, shipping }) => {
      for (const nth of [1, 2, 3, 4, 5]) {
        await context.step(`look-${nth}`, async () => {
          mode = await payment.charge(card, 1, `${orderId} ${nth}`).then(() => "fine", String);
        });
      }
      await context.wait("nap", { seconds: 1 });
      const address = { street: "", city: "", zip };
      const id = mode.includes("429") ? `${orderId} again` : orderId;
      await context.step("ship", async () => shipping.create(id, address, []), twice);
    });
    expect(await refusalOf(world)).toMatch(
      /^[a-z-]+ at payment.charge #5 and [a-z-]+ at payment.charge #5 go on differently$/,
    );
  });

  it("where equal situations turn out to have different futures", async () => {
    // What it counts outside of any step is no part of what is stored, and decides what it does.
    let runs = 0;
    const world = parcelWorldWith(async (context, order, { payment, shipping }) => {
      if (order.orderId === "o1") runs++;
      const address = { street: "", city: "", zip: order.zip };
      await context.step("charge", async () => payment.charge(card, 1, order.orderId), twice);
      const own = runs;
      await context.step("ship", async () => shipping.create(`parcel ${own}`, address, []), twice);
    });
    const counting: World = {
      ...world,
      prepare: (boundary, input) => {
        runs = 0;
        return world.prepare(boundary, input as never);
      },
    };
    const { merging, findings } = await explore(counting, {
      maxFaults: 2,
      randomTrials: 0,
      explain: false,
    });

    expect(merging).toMatchObject({ kind: "refused", why: expect.stringMatching(/differently/) });
    expect(findings.map(({ bucket }) => bucket.invariant)).toContain("at-most-one-parcel");
  });
});

async function refusalOf(world: ReturnType<typeof parcelWorldWith>): Promise<string> {
  const { merging } = await explore(world as World, {
    families: ["service"],
    maxFaults: 2,
    maxOutages: 0,
    randomTrials: 0,
    explain: false,
  });
  return merging.kind === "refused" ? merging.why : merging.kind;
}

function today(): string {
  // oxlint-disable-next-line no-restricted-globals -- code under test: its clock is the simulated one
  return new Date().toISOString().slice(0, 10);
}
