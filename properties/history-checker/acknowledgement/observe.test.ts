import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { type SimulateOptions, simulate } from "../../../src/index.ts";
import { brokenPromises } from "./acknowledged.ts";
import type { Observation } from "./observation.ts";
import { Observer } from "./observe.ts";

const handler = withDurableExecution(async (_input: object, context: DurableContext) => {
  const first = await context.step("first", async () => 1);
  await context.wait("rest", { seconds: 5 });
  return first + (await context.step("second", async () => 2));
});

describe("Observer", () => {
  it("writes down what every invocation is shown, sends, and gets acknowledged", async () => {
    const { observations } = await observed();

    expect(observations.map(describeObservation)).toEqual([
      "1 invoked with EXECUTION STARTED",
      "1 sent START first, SUCCEED first",
      "1 acknowledged STEP SUCCEEDED",
      "1 sent START rest",
      "1 acknowledged WAIT STARTED",
      "2 invoked with EXECUTION STARTED, STEP SUCCEEDED, WAIT SUCCEEDED",
      "2 sent START second, SUCCEED second",
      "2 acknowledged STEP SUCCEEDED",
    ]);
    expect(brokenPromises(observations)).toEqual([]);
  });

  it("does not write down answers that got lost", async () => {
    const faults = [
      { at: "checkpoint START rest", from: 1, times: 1, fault: "lose-reply" },
    ] as const;
    const { observations } = await observed({ faults });

    expect(observations.map(describeObservation)).toEqual([
      "1 invoked with EXECUTION STARTED",
      "1 sent START first, SUCCEED first",
      "1 acknowledged STEP SUCCEEDED",
      "1 sent START rest",
      "2 invoked with EXECUTION STARTED, STEP SUCCEEDED, WAIT STARTED",
      "3 invoked with EXECUTION STARTED, STEP SUCCEEDED, WAIT SUCCEEDED",
      "3 sent START second, SUCCEED second",
      "3 acknowledged STEP SUCCEEDED",
    ]);
  });

  it("reads a state to its end, page by page", async () => {
    const { observations } = await observed({ settings: { firstPageSize: 1 } });
    const second = observations.filter(({ invocation }) => invocation === 2);

    expect(second.slice(0, 2).map(describeObservation)).toEqual([
      "2 invoked with EXECUTION STARTED",
      "2 read STEP SUCCEEDED, WAIT SUCCEEDED",
    ]);
    expect(brokenPromises(observations)).toEqual([]);
  });

  it("changes nothing of what it watches", async () => {
    const { run } = await observed();

    expect(run.trace).toEqual((await simulate(handler)).trace);
  });
});

async function observed(options: SimulateOptions = {}) {
  const observer = new Observer();
  const run = await simulate(observer.observe(handler), options);
  return { run, observations: observer.observations.get(run.arn) ?? [] };
}

function describeObservation(observation: Observation): string {
  const { invocation, kind } = observation;
  if (kind === "sent") {
    const updates = observation.updates.map(({ Action, Name }) => `${Action} ${Name}`);
    return `${invocation} sent ${updates.join(", ")}`;
  }
  const shown = observation.operations.map(({ Type, Status }) => `${Type} ${Status}`).join(", ");
  return `${invocation} ${kind} ${kind === "invoked" ? "with " : ""}${shown}`;
}
