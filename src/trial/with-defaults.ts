/** The defaults, but for what somebody has chosen; an option that is there but `undefined` is no choice. */
export function withDefaults<Options extends object>(
  defaults: Options,
  own: Partial<Options> = {},
): Options {
  const chosen = Object.entries(own).filter(([, value]) => value !== undefined);
  return Object.assign({}, defaults, Object.fromEntries(chosen));
}
