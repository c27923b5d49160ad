/** The program with worlds that give trouble, for tests that start, kill and interrupt it. */
import { extname } from "node:path";
import { processTerminal } from "../process-terminal.ts";
import { runProgram } from "../program.ts";
import { worlds } from "./troubled-worlds.test-support.ts";

const extension = extname(import.meta.url);
const worldsModule = new URL(`troubled-worlds.test-support${extension}`, import.meta.url);
process.exitCode = await runProgram(process.argv.slice(2), processTerminal(), worlds, worldsModule);
