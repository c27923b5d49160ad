import { type Place, placeOf } from "./place.ts";

/** What a third party may do wrong by itself, where its fake knows how. */
export const providerFaults = [
  "rate-limit",
  "unavailable",
  "unauthorize",
  "gateway-error",
  "truncate-reply",
  "garble-reply",
  "disapprove",
  "fall-short",
  "stale-read",
  "internal-error",
  "roll-forward",
  "fail-later",
  "never-settle",
] as const;

/** What may go wrong on the way of a call, mildest first. */
const wayFaults = [
  "refuse",
  "throttle",
  "lose-request",
  "slow-down",
  "lose-reply",
  "slow-reply",
  "late-effect",
  "duplicate",
] as const;

/** What may become of whoever makes a call, mildest first. */
const callerFaults = [
  "crash-before",
  "crash-after",
  "stall",
  "defer",
  "zombie",
  "stop",
  "expire",
] as const;

/** What may go wrong with a call to a third-party service, mildest first. */
export const callFaults: readonly CallFault[] = [...wayFaults, ...providerFaults, ...callerFaults];

/** What may go wrong with a checkpoint, mildest first. */
export const checkpointFaults = [
  "throttle",
  "server-error",
  "crash-before",
  "crash-after",
  "stall",
  "defer",
  "repeat",
  "lose-request",
  "lose-reply",
  "crash-on-reply",
  "zombie",
  "client-error",
  "stale-token",
  "no-token",
  "stop",
  "expire",
] as const;

/** What may go wrong when the SDK reads a further page of state. */
export const statePageFaults = ["throttle", "server-error", "crash-before"] as const;

/** What may go wrong when the service invokes again. */
export const wakeUpFaults = ["late"] as const;

/** What may go wrong when an invocation starts. */
export const invocationStartFaults = ["crash", "first-page"] as const;

/** What may go wrong when an invocation ends. */
export const invocationEndFaults = ["crash", "thaw"] as const;

/** What may go wrong when an execution is started. */
export const executionStartFaults = ["duplicate"] as const;

/** What may go wrong with the service's clock. */
export const timerFaults = ["defer"] as const;

/** What the outside world may do with a callback instead of what it was to do. */
export const callbackFaults = ["early", "late", "duplicate", "lose"] as const;

/** What may go wrong with a function that another one invokes. */
export const invokeFaults = ["late", "fail", "time-out", "stop"] as const;

export type ProviderFault = (typeof providerFaults)[number];
export type WayFault = (typeof wayFaults)[number];
export type CallerFault = (typeof callerFaults)[number];
export type CallFault = ProviderFault | WayFault | CallerFault;
export type CheckpointFault = (typeof checkpointFaults)[number];
export type StatePageFault = (typeof statePageFaults)[number];
export type InvokeFault = (typeof invokeFaults)[number];

/** What the environment does wrong at a fault point. */
export type Fault =
  | CallFault
  | CheckpointFault
  | StatePageFault
  | InvokeFault
  | (typeof wakeUpFaults)[number]
  | (typeof invocationStartFaults)[number]
  | (typeof invocationEndFaults)[number]
  | (typeof executionStartFaults)[number]
  | (typeof timerFaults)[number]
  | (typeof callbackFaults)[number];

const faultsByPlace: Readonly<Record<Place, readonly Fault[]>> = {
  call: callFaults,
  checkpoint: checkpointFaults,
  "state page": statePageFaults,
  "wake-up": wakeUpFaults,
  "invocation start": invocationStartFaults,
  "invocation end": invocationEndFaults,
  "execution start": executionStartFaults,
  timer: timerFaults,
  callback: callbackFaults,
  invoke: invokeFaults,
};

/** Every fault that there is, by name. */
export const allFaults: readonly Fault[] = [...new Set(Object.values(faultsByPlace).flat())];

/** Kinds of trouble that a search can leave out: services, sandboxes, checkpoints, and so on. */
export const faultFamilies = [
  "service",
  "crash",
  "checkpoint",
  "outside",
  "provider",
  "network",
  "order",
  "zombie",
  "ending",
] as const;

export type FaultFamily = (typeof faultFamilies)[number];

/** What a search tries unless told otherwise. */
export const usualFamilies: readonly FaultFamily[] = ["service", "crash", "checkpoint", "outside"];

const familyByFault: Partial<Record<Fault, FaultFamily>> = {
  "crash-before": "crash",
  "crash-after": "crash",
  stall: "crash",
  crash: "crash",
  defer: "order",
  zombie: "zombie",
  thaw: "zombie",
  stop: "ending",
  expire: "ending",
};

const familyByPlace: Readonly<Record<Place, FaultFamily>> = {
  call: "service",
  checkpoint: "checkpoint",
  "state page": "network",
  "wake-up": "network",
  "invocation start": "network",
  "invocation end": "network",
  "execution start": "network",
  timer: "order",
  callback: "outside",
  invoke: "outside",
};

const networkFaults: ReadonlySet<Fault> = new Set<Fault>([
  "repeat",
  "lose-request",
  "lose-reply",
  "crash-on-reply",
  "stale-token",
  "no-token",
]);

const providerFaultSet: ReadonlySet<Fault> = new Set<Fault>(providerFaults);
const wayFaultSet: ReadonlySet<Fault> = new Set<Fault>(wayFaults);

/** Whether it is the third party that does something wrong, and not the network or AWS. */
export function isProviderFault(fault: CallFault): fault is ProviderFault {
  return providerFaultSet.has(fault);
}

/** Whether it is on its way that something happens to a call. */
export function isWayFault(fault: CallFault): fault is WayFault {
  return wayFaultSet.has(fault);
}

/** The family of a fault at a kind of place. */
export function familyOf(place: Place, fault: Fault): FaultFamily {
  if (place === "call" && providerFaultSet.has(fault)) return "provider";
  if (place === "checkpoint" && networkFaults.has(fault)) return "network";
  // To whoever calls, these are a refusal and an answer that take longer.
  if (place === "call" && (fault === "lose-request" || fault === "slow-down")) return "network";
  if (place === "invoke") return "outside";
  return familyByFault[fault] ?? familyByPlace[place];
}

/** The faults that may strike at a point, by the point's name, mildest first. */
export function faultsAt(
  at: string,
  families: readonly FaultFamily[] = faultFamilies,
): readonly Fault[] {
  const place = placeOf(at);
  if (families === faultFamilies) return faultsByPlace[place];
  return faultsByPlace[place].filter((fault) => families.includes(familyOf(place, fault)));
}

/** Tells the faults of these families at a point; asked often, so that it remembers. */
export function faultsOf(families: readonly FaultFamily[]): (at: string) => readonly Fault[] {
  const known = new Map<string, readonly Fault[]>();
  return (at) => {
    let faults = known.get(at);
    if (faults === undefined) {
      faults = faultsAt(at, families);
      known.set(at, faults);
    }
    return faults;
  };
}

/**
 * How out of the ordinary a fault is, from 0; shrinking prefers milder ones. A service that fails is
 * everyday, whatever it does; AWS failing is not.
 */
export function severity(at: string, fault: Fault): number {
  const place = placeOf(at);
  const everyday = place === "call" ? 0 : callFaults.length;
  return everyday + faultsByPlace[place].indexOf(fault);
}

/** Faults that need a sandbox whose execution is still waiting for it. */
const currentOnly: ReadonlySet<Fault> = new Set<Fault>(["zombie", "stop", "expire"]);

/** The faults of a list that are possible for a sandbox, by whether it is current and can be overtaken. */
function variantsOf<F extends Fault>(
  faults: readonly F[],
): (isCurrent: boolean, canDefer: boolean) => readonly F[] {
  const variant = (isCurrent: boolean, canDefer: boolean): readonly F[] =>
    faults.filter(
      (fault) => (isCurrent || !currentOnly.has(fault)) && (canDefer || fault !== "defer"),
    );
  const lists = [
    [variant(false, false), variant(false, true)],
    [variant(true, false), variant(true, true)],
  ] as const;
  return (isCurrent: boolean, canDefer: boolean): readonly F[] =>
    lists[isCurrent ? 1 : 0][canDefer ? 1 : 0];
}

/**
 * What makes a difference only to whether and when a call has its effect. A call that only looks has none, so that
 * it meets the same without these: not answered, answered too late, its sandbox dead.
 */
const effectFaults: ReadonlySet<Fault> = new Set<Fault>([
  "lose-reply",
  "late-effect",
  "duplicate",
  "crash-after",
]);

/** What may go wrong with any call, whoever answers it. */
const plainCallFaults: readonly CallFault[] = callFaults.filter(
  (fault) => !providerFaultSet.has(fault),
);

/**
 * What may go wrong with a call now, given its sandbox and what else is on its way, to a third party
 * that may do these things wrong.
 */
export function possibleAtCallOf(
  provider: readonly ProviderFault[],
): (isCurrent: boolean, canDefer: boolean) => readonly CallFault[] {
  if (provider.length === 0) return possibleAtPlainCall;
  return variantsOf(faultsOfCall(provider));
}

/** The same for a call that only looks. */
export function possibleAtReadOf(
  provider: readonly ProviderFault[],
): (isCurrent: boolean, canDefer: boolean) => readonly CallFault[] {
  return variantsOf(faultsOfCall(provider).filter((fault) => !effectFaults.has(fault)));
}

function faultsOfCall(provider: readonly ProviderFault[]): readonly CallFault[] {
  const own: ReadonlySet<Fault> = new Set<Fault>(provider);
  return callFaults.filter((fault) => own.has(fault) || !providerFaultSet.has(fault));
}

const possibleAtPlainCall = variantsOf(plainCallFaults);

/** What may go wrong with a checkpoint now, given its sandbox and what else is on its way. */
export const possibleAtCheckpoint: (
  isCurrent: boolean,
  canDefer: boolean,
) => readonly CheckpointFault[] = variantsOf(checkpointFaults);
