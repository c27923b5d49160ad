/** What the process tells its caller; a signal such as Ctrl-C adds 130 from the shell. */
export const exitCode = {
  held: 0,
  violated: 1,
  /** The person at the keyboard can fix it. */
  usage: 2,
  notDeterministic: 3,
  /** A scenario no longer fits its function. */
  stale: 4,
  inconclusive: 5,
  /** Ours to fix. */
  bug: 70,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
