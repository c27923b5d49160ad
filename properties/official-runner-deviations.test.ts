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
import { wireDeviations } from "./programs/wire-deviations.ts";

let official: OfficialRunner;
let officialSkippingTime: OfficialRunner;

beforeAll(async () => {
  [official, officialSkippingTime] = await Promise.all([
    startOfficialRunner({ checkpointDelay: 10 }, 20),
    startOfficialRunner({ skipTime: true }, 1),
  ]);
}, 60_000);

afterAll(() => {
  official.stop();
  officialSkippingTime.stop();
});

describe.concurrent("programs on the official runner, and in the simulation as on AWS", () => {
  it.each(deviations)("show that $name", async (deviation) => {
    const [ofRunner, simulated] = await bothRuns(deviation);

    expect(deviation.shows(ofRunner)).toEqual(deviation.official);
    expect(deviation.shows(simulated)).toEqual(deviation.service);
  });
});

describe.concurrent("the comparison of programs", () => {
  it.each(deviations.filter(({ normalise }) => normalise !== undefined))(
    "leaves out no more than that $name",
    async (deviation) => {
      const [ofRunner, simulated] = await bothRuns(deviation);

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
    const [ofRunner, simulated] = await Promise.all([
      official.run({ wireCase: deviation.wireCase }).catch(rejectedWireCase),
      simulatedWireCase(deviation.wireCase),
    ]);

    expect(deviation.shows(ofRunner)).toEqual(deviation.official);
    expect(deviation.shows(simulated)).toEqual(deviation.service);
  });
});

describe("the official runner", () => {
  it("has ids and times of its own in every run, the simulation the same ones", async () => {
    const task: OfficialTask = { wireCase: "succeeds in the second attempt" };

    const runs = [await official.run(task), await official.run(task)];
    const simulations = [
      await simulatedWireCase(task.wireCase),
      await simulatedWireCase(task.wireCase),
    ];

    const [one, other] = runs.map(({ history }) => history);
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

async function bothRuns({ skippingTime, example }: Deviation) {
  const runner = skippingTime === true ? officialSkippingTime : official;
  return await Promise.all([
    runner.run({ program: example }).then((run) => comparableRun(example, run), rejectedRun),
    simulatedRun(example).then((run) => comparableRun(example, run)),
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
