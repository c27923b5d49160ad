import {
  type World,
  labels,
  orderHardenedWith,
  orderServices,
  ordersHardenedWith,
  reservations,
} from "../../src/index.ts";
import type { Mutant } from "./mutant.ts";
import { mutatedCode } from "./mutated-code.ts";

const onHand = { "ITEM-1": 20, "ITEM-2": 5, "SOLD-OUT": 0 };

/** What some mistakes need in order to show: services that take longer, or give up sooner, than most. */
const services: Readonly<Record<string, typeof orderServices>> = {
  "slow carrier": {
    ...orderServices,
    carrier: labels({ undeliverableZips: ["00000"], processingMs: 10_000 }),
  },
  "short holds": { ...orderServices, stock: reservations({ onHand, holdTtlMs: 60_000 }) },
};

/** The world of the hardened saga with one mistake in it. */
export async function worldOf({ mistake, patches, setting }: Mutant): Promise<World> {
  return worldWith(mistake, patches, setting);
}

/** The same without a mistake: what holds there says that the setting breaks nothing by itself. */
export async function soundWorld(setting: Mutant["setting"]): Promise<World> {
  return worldWith("sound", [], setting);
}

async function worldWith(
  what: string,
  patches: Parameters<typeof mutatedCode>[0],
  setting: Mutant["setting"],
): Promise<World> {
  const code = await mutatedCode(patches);
  const name = what.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const world: unknown =
    setting === "two orders"
      ? ordersHardenedWith(name, code)
      : orderHardenedWith(name, code, setting === undefined ? orderServices : services[setting]);
  return world as World;
}
