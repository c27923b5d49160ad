/** How many of some random trials did something. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** The normal deviate that leaves 2.5 % out at either side. */
const deviate = 1.96;

/**
 * Wilson's interval: the chances, from 0 to 1, that a share is compatible with at 95 % confidence. Unlike
 * the usual one it is no point where all did it, or none.
 */
export function intervalOf({ hits, of }: Share): { readonly from: number; readonly to: number } {
  if (of === 0) return { from: 0, to: 1 };
  const square = deviate ** 2;
  const chance = hits / of;
  const middle = (chance + square / (2 * of)) / (1 + square / of);
  const spread =
    (deviate * Math.sqrt((chance * (1 - chance)) / of + square / (4 * of ** 2))) /
    (1 + square / of);
  return { from: Math.max(0, middle - spread), to: Math.min(1, middle + spread) };
}
