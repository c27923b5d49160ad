import type { InvocationEnd, TraceIndex } from "../kernel/trace.ts";
import type { Invariant } from "./invariant.ts";

/**
 * Once the function knows that a card was declined, it does not charge that card again.
 *
 * It knows when the answer reached the invocation that is running, until that invocation dies or
 * has a checkpoint rejected: then the body of an at-least-once step runs again, none the wiser,
 * and may retry a lost reply as if the card had never been charged.
 */
export function declinedCardIsNotChargedAgain(charge = "payment.charge"): Invariant {
  return {
    name: "declined-card-is-not-charged-again",
    check({ trace }) {
      let running = 0;
      let handedOver = true;
      let declined: TraceIndex | undefined;
      for (const [index, event] of trace.entries()) {
        if (event.kind === "invocation.started") {
          running = event.invocation;
          // Also when the last one never ended: a zombie's knowledge is lost to its successor.
          if (!handedOver) declined = undefined;
          handedOver = false;
        } else if (!("invocation" in event) || event.invocation !== running) {
          continue;
        } else if (event.kind === "invocation.ended") {
          handedOver = endedWell(event.end);
        } else if (event.kind === "checkpoint.rejected") {
          declined = undefined;
        } else if (event.kind === "call.answered" && event.name === charge) {
          if (event.answer.kind === "refusal") declined = index;
        } else if (event.kind === "call.requested" && event.name === charge) {
          if (declined === undefined) continue;
          return {
            message: `${charge} was declined, but was called again`,
            witnesses: [declined, index],
          };
        }
      }
      return undefined;
    },
  };
}

function endedWell(end: InvocationEnd): boolean {
  return end === "succeeded" || end === "failed" || end === "pending";
}
