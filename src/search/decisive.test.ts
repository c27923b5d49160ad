import { describe, expect, it } from "vitest";
import type { FaultSchedule } from "../faults/schedule.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { shortenEndlessLoops } from "../trial/short-endless-loops.test-support.ts";
import { parcelWorld, parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import type { Bucket } from "./bucket.ts";
import { type Decisive, decisiveMoment } from "./decisive.ts";
import { Prober } from "./prober.ts";

const twoParcels: Bucket = { invariant: "at-most-one-parcel", tier: "saga" };
const keptMoney: Bucket = { invariant: "no-charge-without-refund", tier: "saga" };

const refused = { at: "shipping.create", from: 1, times: 2, fault: "refuse" } as const;
const lost = { at: "shipping.create", from: 1, times: 1, fault: "lose-reply" } as const;
const crashed = { at: "payment.charge", from: 1, times: 1, fault: "crash-before" } as const;

describe("the decisive moment", () => {
  it("is the strike behind which chance hardly ever helps any more, and before which it mostly does", async () => {
    const decisive = await decisiveOf(keptMoney, [refused]);

    // One refusal is made up for by the retry; the second is the last attempt.
    expect(decisive).toMatchObject({
      kind: "moment",
      moment: { at: "shipping.create", nth: 2, fault: "refuse", before: { of: 50 } },
    });
    const { moment } = decisive as Extract<Decisive, { kind: "moment" }>;
    expect(moment.behind.hits).toBeGreaterThan(42);
    expect(moment.before.hits).toBeLessThan(17);
    expect(moment.atMs).toBeGreaterThan(1_000);
  });

  it("is not a strike that came before it and has no part in it", async () => {
    expect(await decisiveOf(twoParcels, [crashed, lost])).toMatchObject({
      moment: { at: "shipping.create", nth: 1, fault: "lose-reply" },
    });
  });

  it("is the same each time", async () => {
    expect(await decisiveOf(twoParcels, [lost])).toEqual(await decisiveOf(twoParcels, [lost]));
  });

  it("is not told where it breaks anyway, whatever strikes", async () => {
    const careless = parcelWorldWith(async (context, { orderId }, { payment }) => {
      await context.step("charge", async () => payment.charge(card, 1, orderId));
      throw new Error("always");
    });

    expect(await decisiveOf(keptMoney, [crashed], careless)).toEqual(none("gradual"));
  });

  it("is not sought where nothing struck, nor where it would take too long", async () => {
    const polling = parcelWorldWith(async (context, { orderId }, { payment }) => {
      for (let time = 0; time < 200; time++) {
        await context.step(`charge ${time}`, async () => payment.charge(card, 1, orderId));
      }
      throw new Error("always");
    });

    expect(await decisiveOf(keptMoney, [])).toEqual(none("nothing struck"));
    expect(await decisiveOf(keptMoney, [crashed], polling)).toEqual(none("too long"));
    expect(await decisiveOf({ ...keptMoney, tier: "platform" }, [refused])).toEqual(none("by AWS"));
  });
});

describe("the decisive moment of code that may never give control back", () => {
  shortenEndlessLoops();

  it("is not told", async () => {
    const hot = parcelWorldWith(async (context, { orderId, zip }, clients) => {
      await context.step("charge", async () => clients.payment.charge(card, 1, orderId));
      const ship = async () => clients.shipping.create(orderId, { street: "", city: "", zip }, []);
      await context.step("ship", ship, {
        retryStrategy: (error, attempt) => {
          while (error.message.includes("refused"));
          return { shouldRetry: attempt < 2, delay: { seconds: 1 } };
        },
      });
    });

    expect(await decisiveOf(twoParcels, [lost], hot)).toEqual(none("endless loop"));
  });
});

const card = { type: "card", token: "tok" };

function none(why: string): unknown {
  return { kind: "none", why };
}

async function decisiveOf(
  bucket: Bucket,
  schedule: FaultSchedule,
  world: typeof parcelWorld = parcelWorld,
): Promise<Decisive> {
  return inMacrotask(() => {
    const prober = new Prober(world);
    const [example] = world.examples;
    const decider = { kind: "schedule", schedule } as const;
    const found = prober.run({ input: example?.input, seed: 1, decider });
    return decisiveMoment(prober, bucket, found);
  });
}
