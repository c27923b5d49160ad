/*
 * Importing this file puts the sandbox in place, once and for good. Patches that come and go would
 * miss every reference that a module takes while it loads; these stay, and pass calls through to
 * the real thing unless the gate is open. Import it before the code under test.
 */
// First of all: nothing below could be patched elsewhere.
import "./host-realm.ts";
// Before anything is patched.
import "./machine-clock.ts";
import { syncBuiltinESMExports } from "node:module";
import { setFlagsFromString } from "node:v8";
import { patchConsole } from "./console.ts";
import { patchLocale } from "./locale.ts";
import { patchRandomness } from "./randomness.ts";
import { patchRealIo } from "./real-io.ts";
import { patchTime } from "./time.ts";
import { patchTimers } from "./timers.ts";
import { patchUncaught } from "./uncaught.ts";

// V8 caches the time zone at the first use of a date, and `Date.prototype.toString` shows it.
process.env["TZ"] = "UTC";

// While code is cold, young collections find whole trials alive. V8 concludes that their objects live
// long, and from then on makes them where only full collections look: for good, at a third of the speed.
setFlagsFromString("--no-allocation-site-pretenuring");

patchTimers();
patchTime();
patchLocale();
patchRandomness();
patchConsole();
patchUncaught();
patchRealIo();

// Makes named imports such as `import { randomUUID } from "node:crypto"` follow, even those that
// modules made before.
syncBuiltinESMExports();
