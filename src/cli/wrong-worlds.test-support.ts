/* Worlds that are wrong on purpose, each in one way. */
import "../kernel/sandbox/install.ts";
import { writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { PaymentClient } from "../services/payment.ts";
import type { World } from "../trial/world.ts";
import { smallWorld } from "./small-worlds.test-support.ts";

let executions = 0;
const loadedAtMs = Date.now();

type Bodies = Readonly<Record<string, (payments: PaymentClient) => unknown>>;

/** What is wrong with them shows in processes of their own. */
const processBodies: Bodies = {
  // Not quite: but no trial sees what it does.
  "nothing-wrong": (payments) => {
    writeSync(1, "printed past the sandbox\n");
    return charge(payments, "key");
  },
  "knows-when-it-was-loaded": (payments) => charge(payments, `key-${loadedAtMs}`),
  "knows-its-process": (payments) => charge(payments, `key-${process.pid}`),
  "kills-its-process": () => process.kill(process.pid, "SIGKILL"),
};

/** What is wrong with them shows wherever they run. */
const handlerBodies: Bodies = {
  "counts-executions": (payments) => charge(payments, `key-${++executions}`),
  "reads-a-file": async (payments) =>
    charge(payments, await readFile(import.meta.filename, "utf8")),
  "asks-for-the-date": (payments) => charge(payments, "key", new Date().getFullYear()),
  "throws-dice": (payments) => charge(payments, "key", Math.ceil(Math.random() * 1_000)),
  "asks-for-node": (payments) => charge(payments, "key", parseInt(process.versions.node, 10)),
};

async function charge(payments: PaymentClient, key: string, amount = 1): Promise<string> {
  const { id } = await payments.charge({ type: "card", token: "tok" }, amount, key);
  return `${id} of ${amount}`;
}

export const processWorlds: readonly World[] = worldsOf(processBodies);
export const handlerWorlds: readonly World[] = worldsOf(handlerBodies);

function worldsOf(bodies: Bodies): readonly World[] {
  return Object.entries(bodies).map(([name, body]) => smallWorld(body, { name }));
}
