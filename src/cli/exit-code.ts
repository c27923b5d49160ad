/** What the process tells its caller. */
export const exitCode = {
  held: 0,
  violated: 1,
  /** The person at the keyboard can fix it. */
  usage: 2,
  notDeterministic: 3,
  /** A scenario no longer fits its function. */
  stale: 4,
  inconclusive: 5,
  /** By Ctrl-C; what was found until then is written. */
  interrupted: 130,
  /** Ours to fix. */
  bug: 70,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
