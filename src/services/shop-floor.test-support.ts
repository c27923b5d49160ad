import { scheduled } from "../faults/adversary.ts";
import { FaultSeam } from "../faults/fault-seam.ts";
import type { Sandbox } from "../faults/sandbox.ts";
import type { FaultSchedule } from "../faults/schedule.ts";
import { drain, inMacrotask } from "../kernel/drain.ts";
import { EventLoop } from "../kernel/event-loop.ts";
import { Trace } from "../kernel/trace.ts";
import { CallBoundary } from "./call-boundary.ts";

/** A process that calls services, and can die or hang. */
class CallingProcess implements Sandbox {
  isWithoutToken = false;
  readonly invocation = 1;
  readonly label = "invocation 1";
  alive = true;
  isCurrent = true;
  stalled = false;
  /** What befell it besides: given up by the service, or its execution ended. */
  readonly fates: string[] = [];
  readonly #loop: EventLoop;

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  crash(): void {
    this.alive = false;
    this.#loop.discard(this);
  }

  doom(): void {
    this.fates.push("doom");
  }

  stall(): void {
    this.stalled = true;
    this.#loop.discard(this);
  }

  orphan(): void {
    this.isCurrent = false;
    this.fates.push("orphan");
  }

  endExecution(how: "stop" | "expire"): void {
    this.isCurrent = false;
    this.fates.push(how);
  }
}

/** Services with one caller, in virtual time, and what the caller got to see. */
export class ShopFloor {
  readonly loop: EventLoop = new EventLoop(1_700_000_000_000);
  readonly trace: Trace = new Trace();
  readonly caller: CallingProcess = new CallingProcess(this.loop);
  readonly boundary: CallBoundary;
  /** One line an answer: what it was, and when. */
  readonly seen: string[] = [];

  constructor(schedule: FaultSchedule = []) {
    const { loop, trace, caller } = this;
    const seam = new FaultSeam(scheduled(schedule), trace);
    this.boundary = new CallBoundary(
      {
        loop,
        seam,
        trace,
        sandbox: () => (caller.alive ? caller : undefined),
        onBroken: (_call, error) => {
          throw error;
        },
      },
      {
        callLatencyMs: 50,
        callTimeoutMs: 10_000,
        lateEffectMs: 60_000,
        transportError: (message) => Object.assign(new Error(message), { name: "NetworkError" }),
        statusError: (status, message, retryAfterMs) => {
          const advice = retryAfterMs === undefined ? "" : `, come again in ${retryAfterMs} ms`;
          return Object.assign(new Error(message + advice), { name: "StatusError", status });
        },
      },
    );
  }

  get nowMs(): number {
    return this.loop.nowMs - this.loop.startMs;
  }

  /** Waits for a call's answer; it is never seen if the caller dies before. */
  watch(answer: Promise<unknown>): void {
    answer.then(
      (value) => this.seen.push(`${JSON.stringify(value)} at ${this.nowMs}`),
      (error: unknown) => this.seen.push(`${String(error)} at ${this.nowMs}`),
    );
  }

  /** Lets everything happen that is still to come. */
  async run(): Promise<void> {
    await inMacrotask(() => {
      do drain();
      while (this.loop.runNext(Infinity) === "ran");
    });
  }

  /** Makes calls one after the other; answers what each one gave, or the error's text. */
  async answers(...calls: readonly (() => Promise<unknown>)[]): Promise<unknown[]> {
    const given: unknown[] = [];
    const callAll = async (): Promise<void> => {
      for (const call of calls) {
        given.push(await call().catch(String));
      }
    };
    void callAll();
    await this.run();
    return given;
  }
}
