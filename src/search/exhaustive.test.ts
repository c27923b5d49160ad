import { describe, expect, it } from "vitest";
import { faultsAt, faultsOf, usualFamilies } from "../faults/fault.ts";
import { inMacrotask } from "../kernel/drain.ts";
import type { TrialResult } from "../trial/trial.ts";
import { parcelWorld, parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import { Enumeration, enumerateOutages } from "./exhaustive.ts";
import { Prober } from "./prober.ts";
import { type Trier, type TryDecider, WholeTrier } from "./trier.ts";

const usual = faultsOf(usualFamilies);

describe("enumerating schedules", () => {
  it("tries no fault, then each fault that can strike at each point that was passed, the last point first", async () => {
    const [clean, ...single] = await collect((tryDecider) =>
      new Enumeration(1, usual, [new WholeTrier(tryDecider)]).trials(),
    );
    const possible = clean?.passed
      .toReversed()
      .flatMap(({ at, nth }) => usual(at).map((fault) => `${at}#${nth} ${fault}`));

    expect(clean?.strikes).toEqual([]);
    expect(single.map(strikesOf)).toEqual(possible);
  });

  it("tries each pair once, in the order in which they strike, after all single faults", async () => {
    const results = await collect((tryDecider) =>
      new Enumeration(2, usual, [new WholeTrier(tryDecider)]).trials(),
    );
    const tried = results.map(strikesOf);
    const sizes = results.map(({ strikes }) => strikes.length);

    expect(new Set(tried).size).toBe(tried.length);
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
    expect(sizes.at(-1)).toBe(2);
  });

  it("tries what is possible at a pass, of the families that it is given", async () => {
    const all = (at: string) => faultsAt(at);
    const [clean, ...single] = await collect((tryDecider) =>
      new Enumeration(1, all, [new WholeTrier(tryDecider)]).trials(),
    );
    const possible = clean?.passed
      .toReversed()
      .flatMap(({ at, nth, faults }) => faults.map((fault) => `${at}#${nth} ${fault}`));

    expect(new Set(single.map(strikesOf))).toEqual(new Set(possible));
    expect(possible).toContain("payment.charge#1 zombie");
  });

  it("strikes what only another fault brings about", async () => {
    const results = await collect((tryDecider) =>
      new Enumeration(2, usual, [new WholeTrier(tryDecider)]).trials(),
    );

    expect(results.map(strikesOf)).toContain(
      "payment.charge#1 refuse, payment.charge#2 lose-reply",
    );
  });

  it("ends a level more than it has tried where all has merged, so that what waits for it is done", () => {
    const ended: number[] = [];
    const possible = usual("payment.charge");
    const point = { at: "payment.charge", nth: 1, progress: 0, nthAtProgress: 1, faults: possible };
    const trier: Trier = {
      try: (strikes) => ({
        result: undefined,
        open: strikes.length === 0 ? [{ point, passes: 0, foreseen: {} }] : [],
      }),
      mergesUntried: () => false,
      *endLevel(faults) {
        ended.push(faults);
        yield* [];
      },
    };
    const tried = [...new Enumeration(3, usual, [trier]).trials()];

    expect(tried.length).toBeGreaterThan(possible.length);
    expect(ended).toEqual([1, 2]);
  });
});

describe("enumerating outages", () => {
  it("strikes pairs of services that are down one after the other, if it is to", async () => {
    const stubborn = parcelWorldWith(async (context, { orderId }, { payment, shipping }) => {
      const card = { type: "card", token: "tok" };
      const address = { street: "", city: "", zip: "" };
      await context.step("charge", async () => payment.charge(card, 1, orderId)).catch(() => {});
      await context.step("ship", async () => shipping.create(orderId, address, [])).catch(() => {});
    });
    const places = async (maxOutages: number) => {
      const results = await collect(
        (tryDecider) => enumerateOutages(maxOutages, usual, tryDecider),
        stubborn,
      );
      return new Set(
        results.map(({ strikes }) =>
          [...new Set(strikes.map(({ at, fault }) => `${fault} ${at}`))].join(),
        ),
      );
    };
    const pair = "lose-reply payment.charge,refuse shipping.create";

    expect(await places(1)).not.toContain(pair);
    expect(await places(2)).toContain(pair);
    expect(await places(2)).not.toContain("refuse shipping.create,refuse payment.charge");
    expect((await places(0)).size).toBe(0);
  });

  it("strikes a point for as long as it is passed, so that retries run out", async () => {
    const results = await collect((tryDecider) => enumerateOutages(1, usual, tryDecider));

    expect(results.map(strikesOf)).toContain(
      "payment.charge#1 lose-reply, payment.charge#2 lose-reply",
    );
  });
});

async function collect(
  enumerate: (tryDecider: TryDecider) => Generator<TrialResult | undefined, void, void>,
  world: typeof parcelWorld = parcelWorld,
): Promise<TrialResult[]> {
  const prober = new Prober(world);
  const [example] = world.examples;
  return inMacrotask(() => {
    const trials = enumerate((decider) => prober.run({ input: example?.input, seed: 1, decider }));
    return [...trials].filter((result) => result !== undefined);
  });
}

function strikesOf({ strikes }: TrialResult): string {
  return strikes.map(({ at, nth, fault }) => `${at}#${nth} ${fault}`).join(", ");
}
