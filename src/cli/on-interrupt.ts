/** Calls back at each Ctrl-C, with how many there were, in place of ending the process; until released. */
export function onInterrupt(interrupted: (times: number) => void): () => void {
  let times = 0;
  const handle = (): void => interrupted(++times);
  process.on("SIGINT", handle);
  // What a CI runner sends when it cancels a job.
  process.on("SIGTERM", handle);
  return () => {
    process.off("SIGINT", handle);
    process.off("SIGTERM", handle);
  };
}
