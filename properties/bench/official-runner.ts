import { LocalDurableTestRunner } from "@aws/durable-execution-sdk-js-testing";
import { answerLaps } from "./contestant.ts";
import { plainOrder, plainSaga } from "./plain-services.ts";

// The runner replaces the timers of its process, this clock included.
const now = performance.now.bind(performance);
await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });

answerLaps(async (count) => {
  let invocations = 0;
  const start = now();
  for (let run = 0; run < count; run++) {
    const runner = new LocalDurableTestRunner({ handlerFunction: plainSaga() });
    const execution = await runner.run({ payload: plainOrder });
    if (execution.getStatus() !== "SUCCEEDED") throw new Error(`ended ${execution.getStatus()}`);
    invocations += execution.getInvocations().length;
  }
  return { elapsedMs: now() - start, runs: count, invocations };
});
