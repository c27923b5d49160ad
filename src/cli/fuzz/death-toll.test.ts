import { describe, expect, it } from "vitest";
import { DeathToll } from "./death-toll.ts";
import type { WorkerDeath } from "./worker-process.ts";

function diedIn(trial: number, how: string): WorkerDeath {
  const position = { beat: 1, trial, stage: "exploring", pid: 1 } as const;
  return { kind: "died", death: "crash", how, position };
}

describe("the deaths of workers", () => {
  it("are counted for each place", () => {
    const toll = new DeathToll();

    expect(toll.add(diedIn(1, "exit code 1"))).toBe(1);
    expect(toll.add(diedIn(2, "exit code 1"))).toBe(1);
    expect(toll.add(diedIn(1, "SIGABRT"))).toBe(2);
  });

  it("are counted apart where they came from outside", () => {
    const toll = new DeathToll();

    expect(toll.add(diedIn(1, "SIGKILL"))).toBe(1);
    expect(toll.add(diedIn(1, "SIGKILL"))).toBe(2);
    expect(toll.add(diedIn(1, "exit code 1"))).toBe(1);
    expect(toll.add({ ...diedIn(1, "SIGKILL"), death: "hang" })).toBe(2);
  });
});
