import type { Fault } from "./fault.ts";
import { type Place, placeOf } from "./place.ts";

/** One clause in plain words: what a fault does at a point. */
export function describeFault(at: string, fault: Fault): string {
  return wordsAt[placeOf(at)]?.[fault] ?? words[fault];
}

const words: Readonly<Record<Fault, string>> = {
  refuse: "refused before it has any effect",
  throttle: "answered with 429, no effect",
  "lose-reply": "takes effect, but the reply is lost",
  "slow-down": "served late, though in time for the caller",
  "slow-reply": "takes effect, but the reply comes after the caller's timeout",
  "late-effect": "times out, and takes effect later",
  duplicate: "delivered twice",
  "rate-limit": "answered with 429 and Retry-After, no effect",
  unavailable: "answered with 503, no effect",
  unauthorize: "answered with 401, no effect",
  "gateway-error": "takes effect, but a gateway answers with 502",
  "truncate-reply": "takes effect, but the reply breaks off",
  "garble-reply": "takes effect, but the reply is a page of HTML with status 200",
  disapprove: "answered with 200 and a no in the body, no effect",
  "fall-short": "answered with 200, for less than was asked",
  "stale-read": "answered from a replica that is behind",
  "internal-error": "answered with 500, no effect",
  "roll-forward": "answered with 500, and takes effect later",
  "fail-later": "accepted, and fails later",
  "never-settle": "accepted, and stays pending for ever",
  "crash-before": "the sandbox dies before it has any effect",
  "crash-after": "the sandbox dies after it takes effect, before the reply",
  stall: "takes effect, then the sandbox stalls until the function times out",
  defer: "overtaken by what was to happen next",
  zombie: "AWS takes the sandbox for dead and invokes again, while it runs on",
  thaw: "the sandbox is frozen with what it left running, and thawed for the next invocation",
  stop: "someone stops the execution",
  expire: "the execution's time limit passes",
  "server-error": "rejected by AWS with 500, not applied",
  "client-error": "rejected by AWS with 400, not applied: the SDK gives the execution up",
  repeat: "is applied, the reply is lost, and the client asks again with the same client token",
  "lose-request": "lost on its way to AWS, not applied",
  "crash-on-reply": "is applied, and the sandbox dies as soon as it has the reply",
  "stale-token":
    "is applied, but answered as if its token were spent: the SDK gives the execution up",
  "no-token": "is applied, but the reply has no token for another: the sandbox may not go on",
  crash: "the sandbox dies before its response arrives",
  late: "comes late",
  "first-page": "the event carries only the first operation, the SDK has to ask for the rest",
  early: "completed at once, before its submitter is done",
  lose: "never completed",
  fail: "the invoked function fails before it has done anything",
  "time-out": "the invoked function times out before it has done anything",
};

const wordsAt: Partial<Record<Place, Partial<Record<Fault, string>>>> = {
  call: { "lose-request": "lost on its way, no effect: the caller waits in vain" },
  checkpoint: {
    "crash-before": "the sandbox dies before it is applied",
    "crash-after": "the sandbox dies after it is applied, before the reply",
    stall: "is applied, then the sandbox stalls until the function times out",
    "lose-reply": "is applied, but the reply is lost for good",
  },
  callback: { late: "completed late", duplicate: "completed twice" },
  invoke: {
    late: "the invoked function starts late",
    stop: "someone stops the invoked function before it has done anything",
  },
  "invocation start": { crash: "the sandbox dies before any code runs" },
  "execution start": { duplicate: "started twice" },
};
