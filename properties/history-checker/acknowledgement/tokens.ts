import type { BrokenPromise, Observation, Sent } from "./observation.ts";

/**
 * A token is good for one checkpoint, of the invocation that it was given to, while that is the latest:
 * else two checkpoints could build on the same state.
 */
export function* tokens(observations: readonly Observation[]): Generator<BrokenPromise> {
  const given = new Set<string>();
  let valid: { readonly invocation: number; readonly token: string | undefined } | undefined;
  let sent: Sent | undefined;
  for (const observation of observations) {
    const { kind, invocation } = observation;
    if (kind === "sent") sent = observation;
    if (kind !== "invoked" && kind !== "acknowledged") continue;
    if (kind === "acknowledged") yield* acceptance(sent, valid, invocation);
    const { token } = observation;
    valid = { invocation, token };
    if (token === undefined) continue;
    if (given.has(token)) yield { invocation, says: `was given token ${token}, which is spent` };
    given.add(token);
  }
}

function* acceptance(
  sent: Sent | undefined,
  valid: { readonly invocation: number; readonly token: string | undefined } | undefined,
  invocation: number,
): Generator<BrokenPromise> {
  if (invocation !== valid?.invocation) {
    yield { invocation, says: "could make a checkpoint when a later invocation had begun" };
  } else if (sent?.token !== valid.token) {
    const says = `could make a checkpoint with token ${sent?.token}; the valid one was ${valid.token}`;
    yield { invocation, says };
  }
}
