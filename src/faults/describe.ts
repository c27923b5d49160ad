import { unreachable } from "../kernel/errors.ts";
import type { Fault } from "./fault.ts";
import { placeOf } from "./place.ts";

/** One clause in plain words: what a fault does at a point. */
export function describeFault(at: string, fault: Fault): string {
  switch (placeOf(at)) {
    case "checkpoint":
      return describeAtCheckpoint(fault);
    case "callback":
      return describeAtCallback(fault);
    case "invoke":
      return describeAtInvoke(fault);
    case "invocation start":
      return fault === "crash" ? "the sandbox dies before any code runs" : describeAnywhere(fault);
    default:
      return describeAnywhere(fault);
  }
}

function describeAtCheckpoint(fault: Fault): string {
  switch (fault) {
    case "crash-before":
      return "the sandbox dies before it is applied";
    case "crash-after":
      return "the sandbox dies after it is applied, before the reply";
    case "stall":
      return "is applied, then the sandbox stalls until the function times out";
    case "lose-reply":
      return "is applied, but the reply is lost for good";
    default:
      return describeAnywhere(fault);
  }
}

function describeAtCallback(fault: Fault): string {
  switch (fault) {
    case "late":
      return "completed late";
    case "duplicate":
      return "completed twice";
    default:
      return describeAnywhere(fault);
  }
}

function describeAtInvoke(fault: Fault): string {
  switch (fault) {
    case "late":
      return "the invoked function starts late";
    case "stop":
      return "someone stops the invoked function before it has done anything";
    default:
      return describeAnywhere(fault);
  }
}

function describeAnywhere(fault: Fault): string {
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
      return "the sandbox dies before it has any effect";
    case "crash-after":
      return "the sandbox dies after it takes effect, before the reply";
    case "stall":
      return "takes effect, then the sandbox stalls until the function times out";
    case "defer":
      return "overtaken by what was to happen next";
    case "zombie":
      return "AWS takes the sandbox for dead and invokes again, while it runs on";
    case "thaw":
      return "the sandbox is frozen with what it left running, and thawed for the next invocation";
    case "stop":
      return "someone stops the execution";
    case "expire":
      return "the execution's time limit passes";
    case "server-error":
      return "rejected by AWS with 500, not applied";
    case "client-error":
      return "rejected by AWS with 400, not applied: the SDK gives the execution up";
    case "repeat":
      return "is applied, the reply is lost, and the client asks again with the same client token";
    case "lose-request":
      return "lost on its way to AWS, not applied";
    case "crash-on-reply":
      return "is applied, and the sandbox dies as soon as it has the reply";
    case "stale-token":
      return "is applied, but answered as if its token were spent: the SDK gives the execution up";
    case "no-token":
      return "is applied, but the reply has no token for another: the sandbox may not go on";
    case "crash":
      return "the sandbox dies before its response arrives";
    case "late":
      return "comes late";
    case "first-page":
      return "the event carries only the first operation, the SDK has to ask for the rest";
    case "early":
      return "completed at once, before its submitter is done";
    case "lose":
      return "never completed";
    case "fail":
      return "the invoked function fails before it has done anything";
    case "time-out":
      return "the invoked function times out before it has done anything";
    default:
      return unreachable(fault);
  }
}
