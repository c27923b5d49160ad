/** Ends the process with a message that helps, where Node is too old for the rest of the program. */
export function refuseOldNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return;
  console.error(`durable-chaos needs Node 22.12 or newer, but this is ${version}; install Node 24`);
  process.exit(2);
}
