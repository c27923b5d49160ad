/** What a contestant of the bench has done when it has run as often as it was told to. */
export interface Lap {
  readonly elapsedMs: number;
  readonly runs: number;
  readonly invocations: number;
}

/** Makes this process run a lap whenever the bench sends a number of runs. */
export function answerLaps(runLap: (runs: number) => Promise<Lap>): void {
  process.on("message", (runs) => {
    void runLap(Number(runs)).then((lap) => process.send?.(lap));
  });
  process.send?.("ready");
}
