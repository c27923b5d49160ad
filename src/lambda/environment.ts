import type { FaultSeam } from "../faults/fault-seam.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { Trace } from "../kernel/trace.ts";
import { dateAt } from "../kernel/virtual-date.ts";
import type { Invocation } from "./invocation.ts";
import type { Moment } from "./operation.ts";
import type { LambdaSettings } from "./settings.ts";

/** The simulated world around the functions and executions of one trial. */
export interface LambdaEnvironment {
  readonly loop: EventLoop;
  readonly seam: FaultSeam;
  readonly trace: Trace;
  readonly settings: LambdaSettings;
  /** The number of the next invocation, from 1; `undefined` once a bound has been reached. */
  readonly admitInvocation: () => number | undefined;
  /** Takes an invocation that has a result, to be concluded when nothing can run any more. */
  readonly onFinished: (invocation: Invocation) => void;
  /** Takes what a function of the person who simulates threw, or a nonsense that it returned. */
  readonly onBroken: (what: string, error: unknown) => void;
  /** Called when a sandbox waited for nothing that the simulation knows of. */
  readonly onStall: () => void;
}

/** The present, for what happens now. */
export function momentOf({ nowMs }: EventLoop): Moment {
  return { epochMs: nowMs, date: dateAt(nowMs), dateAt };
}
