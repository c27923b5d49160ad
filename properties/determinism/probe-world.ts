import { getRandomValues, randomBytes, randomInt, randomUUID } from "node:crypto";
import { performance as namedPerformance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import fc from "fast-check";
import { z } from "zod";
import { type ServiceFactory, type World, defineWorld } from "../../src/index.ts";

interface Desk {
  readonly tell: (what: unknown) => Promise<number>;
}

/** Writes all it is told into the trace. */
const desk: ServiceFactory<Desk, undefined> = (name, boundary) => ({
  ledger: undefined,
  client: {
    tell: (what) =>
      boundary.call(`${name}.tell`, { what }, () => ({ kind: "done", value: 1, what: "heard" })),
  },
});

/** A world whose handler asks for everything that differs between two machines. */
export const probeWorld: World<object> = defineWorld({
  name: "probe",
  services: { desk },
  handler: ({ desk: { tell } }) =>
    withDurableExecution(async (_input: object, context: DurableContext) => {
      await context.step("probe", () => tell(drawEverything()));
      await context.parallel(
        "branches",
        [1, 2, 3].map((branch) => async (child: DurableContext) => {
          await child.step(`sleep ${branch}`, async () => {
            await sleep(10 * (4 - branch));
            return tell(branch);
          });
          await child.wait(`rest ${branch}`, { seconds: branch });
          return child.step(`draw ${branch}`, () => tell(Math.random()));
        }),
      );
      // oxlint-disable-next-line no-console -- what code under test prints is in the trace
      console.log("it is", new Date().toLocaleString(), new Date().getTimezoneOffset());
      return tell(await context.step("end", async () => randomUUID()));
    }),
  input: fc.constant({}),
  inputSchema: z.object({}),
  examples: [{ name: "nothing", input: {} }],
  invariants: [],
});

function drawEverything(): unknown {
  const now = new Date();
  return {
    uuids: [randomUUID(), crypto.randomUUID()],
    bytes: [
      [...getRandomValues(new Uint8Array(4))],
      [...crypto.getRandomValues(new Uint8Array(4))],
      randomBytes(4).toString("hex"),
    ],
    numbers: [randomInt(1_000), Math.random()],
    clocks: [Date.now(), performance.now(), namedPerformance.now(), process.uptime()],
    highResolution: [process.hrtime(), String(process.hrtime.bigint())],
    dates: [now.toISOString(), now.toString(), Date(), now.toLocaleString(), now.getHours()],
    formatted: new Intl.DateTimeFormat(undefined, {
      dateStyle: "full",
      timeStyle: "full",
    }).format(),
    number: (1_234.5).toLocaleString(),
    zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
