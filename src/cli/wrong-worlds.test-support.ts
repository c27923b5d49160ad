/*
 * Worlds that are wrong on purpose, each in one way, and a program that knows them: processes of the tests start it.
 * `node wrong-worlds.test-support.ts doctor`
 */
import "../kernel/sandbox/install.ts";
import { writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { PaymentClient } from "../services/payment.ts";
import type { World } from "../trial/world.ts";
import { processTerminal } from "./process-terminal.ts";
import { runProgram } from "./program.ts";
import { smallWorld } from "./small-worlds.test-support.ts";

let executions = 0;
const loadedAtMs = Date.now();

const bodies: Readonly<Record<string, (payments: PaymentClient) => unknown>> = {
  // Not quite: but no trial sees what it does.
  "nothing-wrong": (payments) => {
    writeSync(1, "printed past the sandbox\n");
    return charge(payments, "key");
  },
  "counts-executions": (payments) => charge(payments, `key-${++executions}`),
  "knows-when-it-was-loaded": (payments) => charge(payments, `key-${loadedAtMs}`),
  "knows-its-process": (payments) => charge(payments, `key-${process.pid}`),
  "reads-a-file": async (payments) =>
    charge(payments, await readFile(import.meta.filename, "utf8")),
  "asks-for-the-date": (payments) => charge(payments, "key", new Date().getFullYear()),
  "throws-dice": (payments) => charge(payments, "key", Math.ceil(Math.random() * 1_000)),
  "asks-for-node": (payments) => charge(payments, "key", parseInt(process.versions.node, 10)),
  "kills-its-process": () => process.kill(process.pid, "SIGKILL"),
};

async function charge(payments: PaymentClient, key: string, amount = 1): Promise<string> {
  const { id } = await payments.charge({ type: "card", token: "tok" }, amount, key);
  return `${id} of ${amount}`;
}

const worlds: readonly World[] = Object.entries(bodies).map(([name, body]) =>
  smallWorld(body, { name }),
);

process.exitCode = await runProgram(process.argv.slice(2), processTerminal(), worlds);
