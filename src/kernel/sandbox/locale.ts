import { currentRealm } from "./gate.ts";
import { imitate, patchFunction } from "./patch.ts";

/** What Lambda's Node runtimes speak; a machine's own locale would show in formatted text. */
const lambdaLocale = "en-US";

type IntlConstructor = new (locales?: unknown, ...rest: unknown[]) => object;

/** Whatever formats or compares for no particular locale does so for Lambda's. */
export function patchLocale(): void {
  for (const name of Object.getOwnPropertyNames(Intl)) patchConstructor(name);
  for (const [holder, methods] of [
    [Number.prototype, ["toLocaleString"]],
    [BigInt.prototype, ["toLocaleString"]],
    [Date.prototype, ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]],
    [String.prototype, ["toLocaleUpperCase", "toLocaleLowerCase"]],
  ] as const) {
    for (const method of methods) {
      patchFunction(holder, method, (_realm, [locales, ...rest]: unknown[], real, self) =>
        Reflect.apply(real, self, [locales ?? lambdaLocale, ...rest]),
      );
    }
  }
  patchFunction(String.prototype, "localeCompare", (_realm, args: unknown[], real, self) => {
    const [other, locales, ...rest] = args;
    return Reflect.apply(real, self, [other, locales ?? lambdaLocale, ...rest]);
  });
  // These end with the zone's name, `(Koordinierte Weltzeit)`, in the language of the machine.
  for (const method of ["toString", "toTimeString"]) {
    patchFunction(Date.prototype, method, (_realm, args: unknown[], real, self) =>
      String(Reflect.apply(real, self, args)).replace(/\(.*\)$/, "(Coordinated Universal Time)"),
    );
  }
}

/** `Intl.getCanonicalLocales` and `Intl.Locale` know no default. */
function patchConstructor(name: string): void {
  const Real: unknown = Reflect.get(Intl, name);
  if (!isFormatter(Real)) return;
  function Localized(this: unknown, ...[locales, ...rest]: unknown[]): object {
    const known = currentRealm() === undefined ? locales : (locales ?? lambdaLocale);
    const target = new.target === undefined || new.target === Localized ? Real : new.target;
    return Reflect.construct(Object(Real), [known, ...rest], Object(target));
  }
  imitate(Localized, Real);
  Object.assign(Real.prototype, { constructor: Localized });
  Reflect.set(Intl, name, Localized);
}

function isFormatter(value: unknown): value is IntlConstructor {
  return typeof value === "function" && "supportedLocalesOf" in value;
}
