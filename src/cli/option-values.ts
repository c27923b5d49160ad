import { InvalidArgumentError } from "commander";
import { type FaultFamily, faultFamilies } from "../faults/fault.ts";
import type { Seed } from "../trial/trial.ts";

/** `all`, or some of the families, with commas between. */
export function asFamilies(text: string): readonly FaultFamily[] {
  if (text === "all") return faultFamilies;
  const names = text.split(",");
  const families = faultFamilies.filter((family) => names.includes(family));
  if (families.length === names.length) return families;
  const unknown = names.find((name) => !families.some((family) => family === name));
  throw new InvalidArgumentError(
    `There is no family "${unknown}"; known: ${faultFamilies.join(", ")}.`,
  );
}

/** A number of faults, or `all`. */
export function asFaults(text: string): number {
  return text === "all" ? Infinity : asCount(text);
}

/** A whole number from 0. */
export function asCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 0.");
  return Number(text);
}

/** A whole number from 1. */
export function asPositive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1.");
  return Number(text);
}

/** Minutes, with a fraction if need be. */
export function asMinutes(text: string): number {
  const minutes = Number(text);
  if (/^\d{1,6}(?:\.\d{1,6})?$/.test(text) && minutes > 0) return minutes;
  throw new InvalidArgumentError("Give minutes above 0, such as 30 or 0.5.");
}

/** Digits are a number, so that a saved scenario shows the seed as it was typed. */
export function asSeed(text: string): Seed {
  if (text === "") throw new InvalidArgumentError("Give any text or number.");
  return /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}
