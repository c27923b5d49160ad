/** The machine's clock, taken before it is patched: code under test never has it. */
const machineNow = performance.now.bind(performance);

/** Real ms: how long work has taken may decide how closely it is watched, and nothing else. */
export function machineMs(): number {
  return machineNow();
}
