/** The program with worlds that are wrong in their processes, for tests that start it. */
import { processTerminal } from "./process-terminal.ts";
import { runProgram } from "./program.ts";
import { processWorlds } from "./wrong-worlds.test-support.ts";

process.exitCode = await runProgram(process.argv.slice(2), processTerminal(), processWorlds);
