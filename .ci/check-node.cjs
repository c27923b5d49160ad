// Plain ES5 on purpose: every Node must be able to read this far, so that it can say what is wrong.
// What is published runs on 22.12; here Node runs TypeScript, as it does from 22.18 on.
var RANGE = "22.18 or newer of 22, any 24, or 26 and newer";

function isSupported(version) {
  var parts = version.split(".");
  var major = Number(parts[0]);
  var minor = Number(parts[1]);
  return (major === 22 && minor >= 18) || major === 24 || major >= 26;
}

if (!isSupported(process.versions.node)) {
  console.error(
    [
      "durable-chaos cannot run on this Node.",
      "  found   " + process.version + " at " + process.execPath,
      "  needed  " + RANGE,
      "",
      "npm ci installs a fitting Node into node_modules for glibc Linux, Windows and Intel Macs.",
      "Run it (without --omit=optional), then start things through npm: npm test, npm run chaos.",
      "On " +
        process.platform +
        "-" +
        process.arch +
        " without that package, install Node 24 yourself.",
    ].join("\n"),
  );
  process.exit(1);
}
