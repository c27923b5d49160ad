/*
 * Crashes invocations without end and prints the heap in use, in bytes, each time as many have
 * crashed as an argument says: `node --expose-gc measure-heap.ts 20000 120000`.
 */
import { type FaultSchedule, orderAsPublished, runTrialNow } from "../../src/index.ts";

/** 81 crashes a trial, at every kind of place. */
const schedule: FaultSchedule = [
  { at: "invocation start", from: 1, times: 1, fault: "crash" },
  { at: "checkpoint START reserve-inventory", from: 1, times: 20, fault: "crash-before" },
  { at: "inventory.reserve", from: 1, times: 20, fault: "crash-before" },
  { at: "checkpoint SUCCEED charge-payment", from: 1, times: 20, fault: "crash-before" },
  { at: "shipping.create", from: 1, times: 19, fault: "crash-after" },
  { at: "invocation end", from: 1, times: 1, fault: "crash" },
];

const [example] = orderAsPublished.examples;
const targets = process.argv.slice(2).map(Number);

let crashed = 0;
for (const target of targets) {
  while (crashed < target) crashed += await crashMany(target);
  process.stdout.write(`${crashed} ${heapUsed()}\n`);
}

/** In a macrotask of its own, so that Node can let go of what each batch has left behind. */
async function crashMany(target: number): Promise<number> {
  return new Promise((resolve) => {
    setImmediate(() => {
      let sofar = 0;
      for (let trial = 0; trial < 50 && crashed + sofar < target; trial++)
        sofar += crashSome(trial);
      resolve(sofar);
    });
  });
}

function crashSome(seed: number): number {
  if (example === undefined) throw new Error("the world has no example");
  const decider = { kind: "schedule", schedule } as const;
  const { trace } = runTrialNow(orderAsPublished, { input: example.input, seed, decider });
  return trace.filter((event) => event.kind === "invocation.ended" && event.end === "crashed")
    .length;
}

function heapUsed(): number {
  if (gc === undefined) throw new Error("run node with --expose-gc");
  for (let round = 0; round < 3; round++) gc();
  return process.memoryUsage().heapUsed;
}
