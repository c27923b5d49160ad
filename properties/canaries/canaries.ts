import { randomUUID } from "node:crypto";
import type { CanaryParts } from "./canary-world.ts";
import {
  type Stage,
  always,
  charge,
  confirm,
  fewTimes,
  refund,
  release,
  reserve,
  ship,
  stages,
} from "./order-saga.ts";

/** A saga, or a service, that is wrong on purpose in one place. */
export interface Canary extends CanaryParts {
  readonly mistake: string;
  /** The invariant it is made for, and those that break with it. */
  readonly breaks: readonly [string, ...string[]];
  /** Faults that its smallest schedule needs. */
  readonly faults: number;
}

/** The saga without a mistake. */
export const soundPlan: readonly Stage[] = Object.values(stages);

const {
  validate,
  reserve: reserving,
  charge: charging,
  ship: shipping,
  confirm: confirming,
} = stages;

/** At least one canary for each invariant. */
export const canaries: readonly Canary[] = [
  {
    mistake: "never refunds",
    breaks: ["no-charge-without-refund"],
    faults: 0,
    plan: planWith(charging, (saga) => charge(saga)),
  },
  {
    mistake: "its payment provider ignores keys",
    breaks: ["no-duplicate-charge"],
    faults: 1,
    plan: soundPlan,
    payment: { ignoresKeys: true },
  },
  {
    mistake: "refunds with a new key for each attempt",
    breaks: ["refunds-never-exceed-charges"],
    faults: 1,
    plan: planWith(charging, async (saga) => {
      saga.undos.unshift(() => refund(saga, randomUUID));
      return charge(saga);
    }),
  },
  {
    mistake: "forgets the quantity",
    breaks: ["charged-amount-is-order-total"],
    faults: 0,
    plan: planWith(charging, async (saga) => {
      saga.undos.unshift(() => refund(saga, () => "refund"));
      const [{ price }] = saga.order.items;
      return charge(saga, { amount: price });
    }),
  },
  {
    mistake: "never releases",
    breaks: ["no-stock-held-for-failed-order"],
    faults: 0,
    plan: planWith(reserving, (saga) => reserve(saga, fewTimes)),
  },
  {
    mistake: "its warehouse releases again",
    breaks: ["releases-never-exceed-reservations"],
    faults: 1,
    plan: soundPlan,
    inventory: { releasesAgain: true },
  },
  {
    mistake: "its warehouse does not look at its stock",
    breaks: ["stock-is-never-oversold"],
    faults: 0,
    plan: soundPlan,
    inventory: { ignoresStock: true },
  },
  {
    mistake: "ships before it charges",
    breaks: ["nothing-shipped-for-failed-order"],
    faults: 0,
    plan: [validate, reserving, shipping, charging, confirming],
  },
  {
    mistake: "sends two parcels",
    breaks: ["at-most-one-parcel"],
    faults: 0,
    plan: [...soundPlan, (saga) => ship(saga, "ship-again")],
  },
  {
    mistake: "confirms before it ships",
    breaks: ["confirmation-only-for-successful-order"],
    faults: 0,
    plan: [validate, reserving, charging, confirming, shipping],
  },
  {
    mistake: "tries a declined card again",
    breaks: ["declined-card-is-not-charged-again"],
    faults: 0,
    plan: planWith(charging, async (saga) => {
      saga.undos.unshift(() => refund(saga, () => "refund"));
      const retry = (error: Error, attempt: number) =>
        attempt === 1 ? always(error, attempt) : fewTimes(error, attempt);
      return charge(saga, { retry });
    }),
  },
  {
    mistake: "reserves before it validates",
    breaks: ["invalid-order-calls-no-service"],
    faults: 0,
    plan: [reserving, validate, charging, shipping, confirming],
  },
  {
    mistake: "starts to confirm outside of the step",
    breaks: ["completed-steps-do-not-run-again"],
    faults: 1,
    plan: planWith(confirming, async (saga) => {
      const confirmed = confirm(saga);
      return saga.context.step("confirm", () => confirmed, { retryStrategy: always });
    }),
  },
  {
    mistake: "makes the key inside of the charge step",
    // To the provider each key is another charge.
    breaks: ["charge-key-never-changes", "no-duplicate-charge"],
    faults: 1,
    plan: planWith(charging, async (saga) => {
      saga.undos.unshift(() => refund(saga, () => "refund"));
      return charge(saga, { key: randomUUID });
    }),
  },
  {
    mistake: "undoes in forward order",
    breaks: ["undos-in-reverse-order"],
    faults: 0,
    plan: planWith(charging, async (saga) => {
      saga.undos.push(() => refund(saga, () => "refund"));
      return charge(saga);
    }),
  },
  {
    mistake: "waits for what never comes",
    breaks: ["ends-after-faults-stop"],
    faults: 0,
    plan: [() => new Promise(() => {})],
    maxInvocations: 20,
  },
  {
    mistake: "retries for ever",
    breaks: ["ends-after-faults-stop"],
    faults: 0,
    plan: planWith(reserving, async (saga) => {
      saga.undos.unshift(() => release(saga));
      return reserve(saga, always);
    }),
    maxInvocations: 20,
  },
];

function planWith(right: Stage, wrong: Stage): readonly Stage[] {
  return soundPlan.map((stage) => (stage === right ? wrong : stage));
}
