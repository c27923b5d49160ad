/** What kind of thing happens at a fault point; its faults depend on it. */
export type Place =
  | "call"
  | "checkpoint"
  | "state page"
  | "wake-up"
  | "invocation start"
  | "invocation end"
  | "execution start"
  | "timer"
  | "callback"
  | "invoke";

/** Where the service is about to invoke again, which may take a while. */
export const wakeUp = "wake-up";
/** Where an invocation's sandbox may die before any of the handler's code has run. */
export const invocationStart = "invocation start";
/** Where it may die when the handler has finished and its response is on its way. */
export const invocationEnd = "invocation end";
/** Where the function is started, which whoever starts it may do twice. */
export const executionStart = "execution start";
/** Where the SDK asks for a page of state that did not fit into the invocation's event. */
export const statePage = "state page";

const exactly: ReadonlyMap<string, Place> = new Map([
  [wakeUp, "wake-up"],
  [invocationStart, "invocation start"],
  [invocationEnd, "invocation end"],
  [executionStart, "execution start"],
  [statePage, "state page"],
]);

const prefixed: readonly Place[] = ["checkpoint", "timer", "callback", "invoke"];

/** Name of the fault point of a checkpoint; `what` reads `SUCCEED charge-payment`. */
export function checkpointPoint(what: string): string {
  return `checkpoint ${what}`;
}

/** Name of the fault point at which the service's clock moves an operation. */
export function timerPoint(operation: string): string {
  return `timer ${operation}`;
}

/** Name of the fault point at which the outside world is about to complete a callback. */
export function callbackPoint(callback: string): string {
  return `callback ${callback}`;
}

/** Name of the fault point at which the service starts an invoked function. */
export function invokePoint(functionName: string): string {
  return `invoke ${functionName}`;
}

const separator = " > ";

/** The functions that a point is within; their names have no blanks, which those of operations may. */
const within = /^(?:[\w.:$-]+ > )+/;

/** The same point in an execution that another one invoked. */
export function pointWithin(functionName: string, point: string): string {
  return functionName + separator + point;
}

/** The kind of a fault point, by its name. */
export function placeOf(at: string): Place {
  const point = at.replace(within, "");
  return exactly.get(point) ?? prefixed.find((place) => point.startsWith(`${place} `)) ?? "call";
}
