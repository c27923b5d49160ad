#!/usr/bin/env node
import { refuseOldNode } from "./node-version.ts";

refuseOldNode(process.versions.node);

// npm starts scripts in the package's folder; paths are meant from where the command was typed.
const { npm_lifecycle_event: script, INIT_CWD: typedIn } = process.env;
if (script === "chaos" && typedIn !== undefined) process.chdir(typedIn);

// A reader such as `head` may go away before the end.
process.stdout.on("error", () => process.exit());

// Loaded only now: an older Node fails on them with a message that helps nobody.
const { keepCompiledCode } = await import("./compile-cache.ts");
keepCompiledCode();
const { processTerminal } = await import("./process-terminal.ts");
const { runProgram } = await import("./program.ts");
const { worlds } = await import("../worlds/worlds.ts");
const { optimiseEarly } = await import("./optimise-early.ts");
optimiseEarly();

process.exitCode = await runProgram(process.argv.slice(2), processTerminal(), worlds);
