import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { FaultSchedule } from "../faults/schedule.ts";
import { crash } from "../lambda/lambda-context.ts";
import type { PaymentClient } from "../services/payment.ts";
import type { ShippingClient } from "../services/shipping.ts";
import { parcelWorldWith } from "./parcel-world.test-support.ts";
import { runTrial } from "./run-trial.ts";
import { invocationOf, once, pause } from "./simulated-function.test-support.ts";
import type { TrialResult } from "./trial.ts";

const order = { orderId: "o1", zip: "somewhere" };
const address = { street: "", city: "", zip: order.zip };

describe("a thawed sandbox that calls a service", () => {
  const thaw = once("invocation end", "thaw");

  it.each([
    ["stall", "timed-out", 1],
    ["crash-before", "crashed", 0],
    ["crash-after", "crashed", 1],
  ] as const)(
    "shares its fate with the invocation that runs in it: %s",
    async (fault, end, parcels) => {
      const trial = await run(shipLate, [thaw, once("shipping.create", fault)]);

      expect(endsOf(trial)).toEqual(["1 pending", `2 ${end}`, "3 succeeded"]);
      expect(trial.ledgers.shipping.parcels).toHaveLength(parcels);
    },
  );

  it("is served, and the invocation that runs in it is none the worse", async () => {
    const trial = await run(shipLate, [thaw]);

    expect(endsOf(trial)).toEqual(["1 pending", "2 succeeded"]);
    expect(trial.trace.filter(({ kind }) => kind === "call.answered")).toMatchObject([
      { name: "shipping.create", invocation: 1, atMs: 1_060 },
    ]);
  });

  it("is cut off with it, in the middle of a call", async () => {
    const shipLateThenEnd: Saga = async (context, clients) => {
      await shipLate(context, clients);
      await context.step("end", async () => invocationOf(context));
    };
    const faults = [thaw, once("checkpoint SUCCEED end", "crash-before")];
    const trial = await run(shipLateThenEnd, [...faults, once("shipping.create", "slow-reply")]);

    expect(endsOf(trial)).toEqual(["1 pending", "2 crashed", "3 succeeded"]);
    expect(trial.trace.map(({ kind }) => kind)).not.toContain("call.answered");
  });
});

describe("a sandbox that AWS takes for dead during a call", () => {
  const shipThenCharge: Saga = async (context, { shipping, payment }) => {
    const invocation = invocationOf(context);
    await shipping.create(order.orderId, address, []);
    await pause(invocation * 100);
    await payment.charge({ type: "card", token: "tok" }, 1, `key ${invocation}`);
    if (invocation === 1) crash(context.lambdaContext);
    return pause(1_000);
  };

  it("goes on calling services beside the next one, which does not die with it", async () => {
    const trial = await run(shipThenCharge, [once("shipping.create", "zombie")]);

    expect(endsOf(trial)).toEqual(["1 crashed", "2 succeeded"]);
    expect(trial.outcome).toEqual({ status: "SUCCEEDED", result: undefined });
    expect(trial.ledgers.shipping.parcels).toHaveLength(2);
    const charges = trial.trace.filter(
      (event) => event.kind === "call.answered" && event.name === "payment.charge",
    );
    expect(charges).toMatchObject([
      { invocation: 1, atMs: 200 },
      { invocation: 2, atMs: 350 },
    ]);
  });
});

type Saga = (
  context: DurableContext,
  clients: { readonly payment: PaymentClient; readonly shipping: ShippingClient },
) => Promise<unknown>;

/** The first invocation leaves a timer behind, which ships if it is thawed; the others wait for it. */
const shipLate: Saga = async (context, { shipping }) => {
  if (invocationOf(context) === 1) {
    void pause(500).then(() => shipping.create(order.orderId, address, []));
  }
  await context.wait("rest", { seconds: 1 });
  await pause(300);
};

async function run(saga: Saga, schedule: FaultSchedule) {
  const world = parcelWorldWith(async (context, _order, clients) => saga(context, clients));
  return runTrial(world, { input: order, schedule, seed: 1 });
}

function endsOf({ trace }: TrialResult): string[] {
  return trace
    .filter((event) => event.kind === "invocation.ended")
    .map(({ invocation, end }) => `${invocation} ${end}`);
}
