import { describe, expect, it } from "vitest";
import { deadly } from "../faults/death.ts";
import type { Fault } from "../faults/fault.ts";
import type { FaultPoint, Strike } from "../faults/schedule.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import { probeTrialNow } from "../trial/run-trial.ts";
import type { Vista } from "../trial/situation.ts";
import { type Onlooker, traceHash } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { orderAsPublished } from "./order-as-published.ts";
import { orderHardened } from "./order-hardened.ts";
import { ordersHardened } from "./orders-hardened.ts";

type Struck = Pick<Strike, "at" | "nth" | "fault">;

/** A fault that kills a sandbox, and the situation that it was foreseen to lead to. */
interface Foreseen extends Struck {
  readonly foreseen: string | undefined;
}

/** Runs a world's first example under these faults, each of which strikes once, and looks on. */
function look(world: World, struck: readonly Struck[], onlooker: Onlooker) {
  const adversary = ({ at, nth }: FaultPoint) =>
    struck.find((one) => one.at === at && one.nth === nth)?.fault;
  const [{ input } = { input: undefined }] = world.examples;
  const plan = { input, seed: 1, decider: { kind: "adversary", adversary }, onlooker } as const;
  const probe = probeTrialNow(world, plan);
  if (probe.kind !== "finished") throw new Error("nobody has halted it");
  return probe.result;
}

/** What is foreseen of each fault that kills, at each pass behind these faults. */
function foreseenBehind(world: World, struck: readonly Struck[]): readonly Foreseen[] {
  const all: (Foreseen & { readonly passes: number })[] = [];
  const lookAhead = (when: "before" | "after", { point, passes, foresee }: Vista) => {
    const { at, nth, faults } = point;
    for (const fault of faults.filter((one) => deadly(at, one)?.when === when)) {
      all.push({ at, nth, fault, passes, foreseen: foresee(fault) });
    }
  };
  const { passed } = look(world, struck, {
    wants: () => true,
    see: (_situation, vista) => {
      lookAhead("before", vista);
      return "go on";
    },
    carriedOut: (vista) => lookAhead("after", vista),
  });
  const last = struck.at(-1);
  const begin = passed.findIndex(({ at, nth }) => at === last?.at && nth === last.nth);
  return all.filter(({ passes }) => passes > begin);
}

/** The situation at the first pass behind these faults. */
function situationBehind(world: World, struck: readonly Struck[]): unknown {
  const keys: unknown[] = [];
  const last = struck.at(-1);
  const { passed } = look(world, struck, {
    wants: () => true,
    see: ({ key }) => {
      keys.push(key);
      return "go on";
    },
  });
  return keys[passed.findIndex(({ at, nth }) => at === last?.at && nth === last.nth) + 1];
}

const hardened = orderHardened as World;
const late: Struck = { at: "payments.capture", nth: 1, fault: "late-effect" };
const retried: Struck = { ...late, fault: "lose-reply" };
const dead: Struck = { at: "checkpoint SUCCEED buy-label", nth: 1, fault: "client-error" };
const thawed: Struck = { at: "invocation end", nth: 1, fault: "thaw" };

/** A handler that leaves something running for long. */
const untidy = parcelWorldWith(async (context, { orderId }, { payment }) => {
  // oxlint-disable-next-line no-restricted-globals -- code under test: its clock is the simulated one
  setTimeout(() => {}, 7_200_000);
  await context.wait("nap", { seconds: 1 });
  await context.step("pay", async () => payment.charge({ type: "card", token: "t" }, 1, orderId));
}) as World;

function withSettings(own: Partial<World["lambda"]>): World {
  return { ...hardened, lambda: { ...hardened.lambda, ...own } };
}

function withExample(world: World, name: string): World {
  return { ...world, examples: world.examples.filter((example) => example.name === name) };
}

describe("where a sandbox dies, what comes next", { timeout: 60_000 }, () => {
  it.each<readonly [string, World, readonly Struck[]]>([
    ["an order", hardened, []],
    ["an order whose payment is late", hardened, [late]],
    ["an order whose step is tried again", hardened, [retried]],
    ["an order that is undone", withExample(hardened, "an order with a declined card"), []],
    ["an order that is looked after", hardened, [dead]],
    ["an order whose sandbox lives on", hardened, [{ ...late, fault: "zombie" }]],
    ["an order whose sandbox is used again", hardened, [retried, thawed]],
    ["an order whose sandbox is used again, with what was left running", untidy, [thawed]],
    ["an order of another saga", orderAsPublished, []],
    [
      "a declined order of another saga",
      withExample(orderAsPublished, "an order with a declined card"),
      [],
    ],
    ["two orders at once", ordersHardened, []],
  ])("comes true wherever it is foreseen: %s", async (_name, world, struck) => {
    const wrong = await inMacrotask(() =>
      foreseenBehind(world, struck).filter(({ foreseen, ...one }) => {
        return foreseen !== undefined && foreseen !== situationBehind(world, [...struck, one]);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("is asked for without a trace", async () => {
    const silent: Onlooker = { wants: () => false, see: () => "go on" };
    const [asked, unasked] = await inMacrotask(() => {
      const asking: Onlooker = {
        wants: () => true,
        see: (_situation, { foresee, point }) => {
          for (const fault of point.faults) foresee(fault);
          return "go on";
        },
        carriedOut: ({ foresee, point }) => {
          for (const fault of point.faults) foresee(fault);
        },
      };
      return [look(hardened, [dead], asking), look(hardened, [dead], silent)];
    });

    expect(traceHash(asked)).toBe(traceHash(unasked));
    expect(JSON.stringify(asked.ledgers)).toBe(JSON.stringify(unasked.ledgers));
  });

  it("is foreseen at each pass of a saga that runs alone", async () => {
    const all = await inMacrotask(() => foreseenBehind(hardened, []));
    const faults = new Set<Fault>(all.map(({ fault }) => fault));

    expect(faults).toEqual(new Set(["crash", "crash-before", "crash-after", "stall"]));
    expect(all.filter(({ foreseen }) => foreseen === undefined)).toEqual([]);
  });

  it("is not foreseen where something else is to come before the next invocation", async () => {
    const all = await inMacrotask(() => foreseenBehind(hardened, [late]));
    const unforeseen = all.filter(({ foreseen }) => foreseen === undefined);
    const behind = all.filter(({ at }) => at === "checkpoint SUCCEED capture-payment");

    // A time limit is fifteen minutes away, and the payment one.
    expect(new Set(unforeseen.map(({ fault }) => fault))).toEqual(new Set<Fault>(["stall"]));
    expect(behind.filter(({ foreseen }) => foreseen !== undefined)).toHaveLength(2);
  });

  it.each<readonly [string, Partial<World["lambda"]>]>([
    ["that failure is the last that is allowed", { maxConsecutiveFailures: 1 }],
    [
      "a setting of one's own tells when it is tried again",
      {
        retryDelayMs: () => {
          throw new RangeError("nobody may ask");
        },
      },
    ],
  ])("is not foreseen where %s; the trial is not disturbed by the question", async (_why, own) => {
    const all = await inMacrotask(() => foreseenBehind(withSettings(own), []));

    expect(all.filter(({ foreseen }) => foreseen !== undefined)).toEqual([]);
    expect(all.at(-1)?.at).toBe("invocation end");
  });

  it("is not foreseen where another sandbox runs, whose code may do something before", async () => {
    const [both] = await inMacrotask(() => [foreseenBehind(ordersHardened as World, [])]);
    const calls = both.filter(({ at }) => at === "payments.create");

    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter(({ foreseen }) => foreseen !== undefined)).toEqual([]);
  });
});
