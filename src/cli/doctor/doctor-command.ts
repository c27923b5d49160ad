import { type Diagnosis, renderDiagnosis } from "../../report/diagnosis.ts";
import { plural } from "../../report/counts.ts";
import type { World } from "../../trial/world.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import {
  examineNode,
  examineSandbox,
  examineSdk,
  nodeFacts,
  sdkVersion,
} from "./examine-machine.ts";
import { examineWorld } from "./examine-world.ts";
import { testSandbox } from "./self-test.ts";

/** What a doctor looks at, and how it tells. */
export interface DoctorOptions {
  readonly trials: number;
  readonly json: boolean;
}

/** Tells whether trials can be deterministic: on this machine, and those of these worlds. */
export async function doctor(
  worlds: readonly World[],
  { trials, json }: DoctorOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const diagnoses: Diagnosis[] = [];
  const width = Math.max(
    ...["Sandbox", ...worlds.map(({ name }) => name)].map(({ length }) => length),
  );
  const tell = (diagnosis: Diagnosis): void => {
    diagnoses.push(diagnosis);
    if (!json) terminal.print(renderDiagnosis(diagnosis, width));
  };
  const ofNode = examineNode(await nodeFacts());
  tell(ofNode);
  const ofSdk = examineSdk(sdkVersion());
  tell(ofSdk);
  if (ofNode.kind !== "ill" && ofSdk.kind !== "ill") {
    tell(examineSandbox(await testSandbox()));
    for (const world of worlds) {
      terminal.status(`running ${plural(trials, "trial")} of ${world.name} in two processes ...`);
      const ofWorld = await examineWorld(world, trials, terminal);
      terminal.status("");
      for (const diagnosis of ofWorld) tell(diagnosis);
    }
  }
  if (json) terminal.print(JSON.stringify({ schemaVersion: 1, diagnoses }, undefined, 2));
  if (ofNode.kind === "ill" || ofSdk.kind === "ill") return exitCode.usage;
  return diagnoses.some(({ kind }) => kind === "ill") ? exitCode.notDeterministic : exitCode.held;
}
