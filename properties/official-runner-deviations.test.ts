import { LocalDurableTestRunner } from "@aws/durable-execution-sdk-js-testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simulate } from "../src/index.ts";
import { comparableRun, rejectedRun } from "./programs/comparable-run.ts";
import type { Deviation } from "./programs/deviation.ts";
import type { FinishedRun } from "./programs/finished-run.ts";
import { deviations, withoutDeviations } from "./programs/official-runner-deviations.ts";
import {
  type OfficialRunner,
  type OfficialTask,
  startOfficialRunner,
} from "./programs/run-official.ts";
import { simulatedRun, simulatedWireCase } from "./programs/run-simulated.ts";
import { wireCaseOf } from "./programs/wire-cases.ts";
import { type WireDeviation, wireDeviations } from "./programs/wire-deviations.ts";

let official: OfficialRunner;
let officialSkippingTime: OfficialRunner;
/** Of all deviations at the same time: on the official runner most of a run is waiting. */
const runs = new Map<Deviation, ReturnType<typeof bothRuns>>();
const wireRuns = new Map<WireDeviation, ReturnType<typeof bothWireRuns>>();

beforeAll(async () => {
  [official, officialSkippingTime] = await Promise.all([
    startOfficialRunner({ checkpointDelay: 10 }, 20),
    startOfficialRunner({ skipTime: true }, 1),
  ]);
  for (const deviation of deviations) runs.set(deviation, heardLater(bothRuns(deviation)));
  for (const deviation of wireDeviations) {
    wireRuns.set(deviation, heardLater(bothWireRuns(deviation)));
  }
}, 60_000);

afterAll(() => {
  official.stop();
  officialSkippingTime.stop();
});

describe.concurrent("programs on the official runner, and in the simulation as on AWS", () => {
  it.each(deviations)("show that $name", async (deviation) => {
    const [ofRunner, simulated] = await started(runs, deviation);

    expect(deviation.shows(ofRunner)).toEqual(deviation.official);
    expect(deviation.shows(simulated)).toEqual(deviation.service);
  });
});

describe.concurrent("the comparison of programs", () => {
  it.each(deviations.filter(({ normalise }) => normalise !== undefined))(
    "leaves out no more than that $name",
    async (deviation) => {
      const [ofRunner, simulated] = await started(runs, deviation);

      const others = deviations.filter((other) => other !== deviation);
      expect(withoutDeviations(ofRunner)).toEqual(withoutDeviations(simulated));
      expect(withoutDeviations(ofRunner, others)).not.toEqual(withoutDeviations(simulated, others));
    },
  );

  it.each(deviations.filter(({ concerns }) => concerns !== undefined))(
    "leaves out the programs that show that $name",
    ({ example, concerns }) => {
      expect(concerns?.(example)).toBe(true);
    },
  );

  it("treats every deviation in one way", () => {
    const treatments = deviations.map(
      ({ normalise, concerns }) => [normalise, concerns].filter(Boolean).length,
    );

    expect(new Set(treatments)).toEqual(new Set([1]));
  });
});

describe.concurrent("functions on the official runner, and in the simulation as on AWS", () => {
  it.each(wireDeviations)("show that $name", async (deviation) => {
    const [ofRunner, simulated] = await started(wireRuns, deviation);

    expect(deviation.shows(ofRunner)).toEqual(deviation.official);
    expect(deviation.shows(simulated)).toEqual(deviation.service);
  });
});

describe("the official runner", () => {
  it("has ids and times of its own in every run, the simulation the same ones", async () => {
    const task: OfficialTask = { wireCase: "starts a wait twice" };

    const ofRunner = [await official.run(task), await official.run(task)];
    const retried = "succeeds in the second attempt";
    const simulations = [await simulatedWireCase(retried), await simulatedWireCase(retried)];

    const [one, other] = ofRunner.map(({ history }) => history);
    const [simulatedOne, simulatedOther] = simulations.map(({ history }) => history);
    expect(one?.[0]?.Id).not.toBe(other?.[0]?.Id);
    expect(one?.[0]?.EventTimestamp).not.toEqual(other?.[0]?.EventTimestamp);
    expect(simulatedOne).toEqual(simulatedOther);
  });

  it("cannot stop an execution, as the simulation and AWS can", async () => {
    const methods = Object.getOwnPropertyNames(LocalDurableTestRunner.prototype);

    const stopped = await simulate(wireCaseOf("waits for the shorter of two waits").handler(), {
      stop: { afterMs: 500 },
    });

    expect(methods.filter((name) => /stop|abort|cancel|terminate/i.test(name))).toEqual([]);
    expect(stopped.status).toBe("STOPPED");
  });

  it("refuses to start a wait twice, as AWS does, in words of its own", async () => {
    const task: OfficialTask = { wireCase: "starts a wait twice" };

    const [ofRunner, simulated] = [
      await official.run(task),
      await simulatedWireCase(task.wireCase),
    ];

    expect(ofRunner.result).toEqual(["accepted", "Cannot start a WAIT that already exists."]);
    expect(simulated.result).toEqual(["accepted", "Cannot start a WAIT that already exist."]);
  });
});

/** The test that asks for it is told if it fails; until then nobody needs to know. */
function heardLater<Runs>(running: Promise<Runs>): Promise<Runs> {
  running.catch(() => {});
  return running;
}

async function started<Of, Runs>(all: ReadonlyMap<Of, Promise<Runs>>, of: Of): Promise<Runs> {
  const running = all.get(of);
  if (running === undefined) throw new Error("it was not started");
  return running;
}

async function bothRuns({ skippingTime, example }: Deviation) {
  const runner = skippingTime === true ? officialSkippingTime : official;
  return await Promise.all([
    runner.run({ program: example }).then((run) => comparableRun(example, run), rejectedRun),
    simulatedRun(example).then((run) => comparableRun(example, run)),
  ]);
}

async function bothWireRuns({ wireCase }: WireDeviation) {
  return await Promise.all([
    official.run({ wireCase }).catch(rejectedWireCase),
    simulatedWireCase(wireCase),
  ]);
}

function rejectedWireCase(thrown: unknown): FinishedRun {
  const { error } = rejectedRun(thrown);
  return {
    status: "REJECTED",
    result: `REJECTED: ${typeof error === "string" ? error : JSON.stringify(error)}`,
    error: undefined,
    operations: [],
    history: [],
    invocations: 0,
    invokedEndsMs: [],
    reactionsMs: [],
    bodyRuns: new Map(),
  };
}
