import { LocalDurableTestRunner } from "@aws/durable-execution-sdk-js-testing";
import { runProgram, runWireCase } from "./official-run.ts";
import type { OfficialAnswer, OfficialRequest, OfficialSetup } from "./run-official.ts";

/* The official runner's own process: answers every message with a run. */
const [setup = "{}"] = process.argv.slice(2);
await LocalDurableTestRunner.setupTestEnvironment(JSON.parse(setup) as OfficialSetup);

process.on("message", (request: OfficialRequest) => {
  const { id } = request;
  const running =
    "program" in request ? runProgram(request.program) : runWireCase(request.wireCase);
  void running.then(
    (run) => answer({ id, run }),
    (error: unknown) => answer({ id, rejected: error }),
  );
});
process.send?.("ready");

function answer(message: OfficialAnswer): void {
  process.send?.(message);
}
