/** The quantile of 95 % of the normal distribution. */
const quantile = 1.645;

/**
 * At most this share of such trials breaks anything, with 95 % confidence, given how many of them did. Poisson's
 * bound in Wilson and Hilferty's approximation; the rule of three where none did.
 */
export function upperBound(broken: number, trials: number): number {
  if (trials === 0) return 1;
  const next = broken + 1;
  const most = next * (1 - 1 / (9 * next) + quantile / (3 * Math.sqrt(next))) ** 3;
  return Math.min(1, (broken === 0 ? 3 : most) / trials);
}
