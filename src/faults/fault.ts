import { unreachable } from "../kernel/errors.ts";

/** What may go wrong with a call to a third-party service, mildest first. */
export const callFaults = [
  "refuse",
  "throttle",
  "lose-reply",
  "slow-reply",
  "late-effect",
  "duplicate",
  "crash-before",
  "crash-after",
  "stall",
] as const;

/** What may go wrong with a checkpoint, mildest first. */
export const checkpointFaults = [
  "throttle",
  "server-error",
  "crash-before",
  "crash-after",
  "stall",
  "client-error",
] as const;

/** What may go wrong when an invocation starts or ends. */
export const invocationFaults = ["crash"] as const;

export type CallFault = (typeof callFaults)[number];
export type CheckpointFault = (typeof checkpointFaults)[number];
export type InvocationFault = (typeof invocationFaults)[number];

/** What the environment does wrong at a fault point. */
export type Fault = CallFault | CheckpointFault | InvocationFault;

/** Where an invocation's sandbox may die before any of the handler's code has run. */
export const invocationStart = "invocation start";
/** Where it may die when the handler has finished and its response is on its way. */
export const invocationEnd = "invocation end";

const checkpointPrefix = "checkpoint ";

/** Name of the fault point of a checkpoint; `what` reads `SUCCEED charge-payment`. */
export function checkpointPoint(what: string): string {
  return checkpointPrefix + what;
}

/** The faults that may strike at a point, by the point's name. */
export function faultsAt(at: string): readonly Fault[] {
  if (at === invocationStart || at === invocationEnd) return invocationFaults;
  return at.startsWith(checkpointPrefix) ? checkpointFaults : callFaults;
}

/**
 * How out of the ordinary a fault is, from 0; shrinking prefers milder ones. A service that fails is
 * everyday, whatever it does; AWS failing is not.
 */
export function severity(at: string, fault: Fault): number {
  const possible = faultsAt(at);
  const everyday = possible === callFaults ? 0 : callFaults.length;
  return everyday + possible.indexOf(fault);
}

/** One clause in plain words: what a fault does at a point. */
export function describeFault(at: string, fault: Fault): string {
  const isCheckpoint = at.startsWith(checkpointPrefix);
  switch (fault) {
    case "refuse":
      return "refused before it has any effect";
    case "throttle":
      return "answered with 429, no effect";
    case "lose-reply":
      return "takes effect, but the reply is lost";
    case "slow-reply":
      return "takes effect, but the reply comes after the caller's timeout";
    case "late-effect":
      return "times out, and takes effect later";
    case "duplicate":
      return "delivered twice";
    case "crash-before":
      return `the sandbox dies before ${isCheckpoint ? "it is applied" : "it has any effect"}`;
    case "crash-after":
      return `the sandbox dies after ${isCheckpoint ? "it is applied" : "it takes effect"}, before the reply`;
    case "stall":
      return `${isCheckpoint ? "is applied" : "takes effect"}, then the sandbox stalls until the function times out`;
    case "server-error":
      return "rejected by AWS with 500, not applied";
    case "client-error":
      return "rejected by AWS with 400, not applied: the SDK gives the execution up";
    case "crash":
      return at === invocationStart
        ? "the sandbox dies before any code runs"
        : "the sandbox dies before its response arrives";
    default:
      return unreachable(fault);
  }
}
