import { currentRealm, type Realm } from "./gate.ts";

/**
 * Stands in for a real function while the gate is open.
 *
 * @param self - `this` of the call
 */
type Virtual<Args extends unknown[]> = (
  realm: Realm,
  args: Args,
  real: (...args: Args) => unknown,
  self: unknown,
) => unknown;

/**
 * Puts `virtual` in the place of a function, for good, while the gate is open; at any other time
 * calls go through. Does nothing where this version of Node has no such function.
 *
 * @param holder - object that has or inherits the function
 */
export function patchFunction<Args extends unknown[]>(
  holder: object,
  key: PropertyKey,
  virtual: Virtual<Args>,
): void {
  const found = findProperty(holder, key);
  if (found === undefined) return;
  const real: (...args: Args) => unknown = found.descriptor.value;
  function patched(this: unknown, ...args: Args): unknown {
    const realm = currentRealm();
    if (realm === undefined) return Reflect.apply(real, this, args);
    return virtual(realm, args, real, this);
  }
  imitate(patched, real);
  Object.defineProperty(found.owner, key, { ...found.descriptor, value: patched });
}

/** Does for a getter what `patchFunction` does for a function. */
export function patchGetter<Value>(
  holder: object,
  key: PropertyKey,
  virtual: (realm: Realm, real: Value) => Value,
): void {
  const found = findProperty(holder, key);
  if (found === undefined) return;
  const { get: real }: { readonly get: () => Value } = Object(found.descriptor);
  function patched(this: unknown): Value {
    const value: Value = Reflect.apply(real, this, []);
    const realm = currentRealm();
    return realm === undefined ? value : virtual(realm, value);
  }
  imitate(patched, real);
  Object.defineProperty(found.owner, key, { ...found.descriptor, get: patched });
}

/** Gives a replacement the name, the length and whatever else can be seen of the original. */
export function imitate(replacement: object, real: object): void {
  Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(real));
}

function findProperty(
  holder: object,
  key: PropertyKey,
): { readonly owner: object; readonly descriptor: PropertyDescriptor } | undefined {
  for (let owner: object | null = holder; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const descriptor = Object.getOwnPropertyDescriptor(owner, key);
    if (descriptor !== undefined) return { owner, descriptor };
  }
  return undefined;
}
