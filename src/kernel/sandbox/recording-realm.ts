import { drain, inMacrotask } from "../drain.ts";
import { EventLoop } from "../event-loop.ts";
import { RandomSource, type RandomStream } from "../random.ts";
import "./install.ts";
import { enterRealm, type Realm } from "./gate.ts";

/** A realm for tests: writes down what reaches it. */
export class RecordingRealm implements Realm {
  readonly loop: EventLoop = new EventLoop(1_700_000_000_000);
  readonly random: RandomStream = new RandomSource("tests").stream("code under test");
  readonly logged: string[] = [];
  readonly uncaughtErrors: { kind: string; message: string }[] = [];
  readonly realIoStarted: { resource: string; stack: string }[] = [];

  log(level: string, text: string): void {
    this.logged.push(`${level}: ${text}`);
  }

  uncaught(kind: "exception" | "rejection", error: unknown): void {
    this.uncaughtErrors.push({ kind, message: error instanceof Error ? error.message : "" });
  }

  realIo(resource: string, stack: string): void {
    this.realIoStarted.push({ resource, stack });
  }
}

/** Runs work with the gate open until nothing is left to run in the next virtual hour. */
export async function simulate<T>(
  work: (realm: RecordingRealm) => T | Promise<T>,
): Promise<{ readonly realm: RecordingRealm; readonly result: T | undefined }> {
  const realm = new RecordingRealm();
  const untilMs = realm.loop.nowMs + 3_600_000;
  let result: T | undefined;
  const run = async (): Promise<void> => {
    result = await work(realm);
  };
  await inMacrotask(() =>
    enterRealm(realm, () => {
      void run();
      do drain();
      while (realm.loop.runNext(untilMs) === "ran");
    }),
  );
  return { realm, result };
}
