import { currentRealm, type Realm } from "./gate.ts";
import { imitate, patchFunction, patchGetter } from "./patch.ts";

/** The language's own `Date`, as it is before it is patched. */
export const HostDate: DateConstructor = Date;

/** Every clock of the language and of Node. */
export function patchTime(): void {
  patchDate();
  patchProcessClocks();
  patchFormatting();
  patchTemporal();
}

function patchDate(): void {
  const RealDate = HostDate;
  function VirtualDate(this: unknown, ...args: unknown[]): Date | string {
    const realm = currentRealm();
    if (new.target === undefined) {
      return realm === undefined ? RealDate() : new RealDate(realm.loop.nowMs).toString();
    }
    const known = args.length > 0 || realm === undefined ? args : [realm.loop.nowMs];
    return Reflect.construct(RealDate, known, new.target === VirtualDate ? RealDate : new.target);
  }
  // Sharing the prototype makes `instanceof` hold both ways, for dates older than the patch too.
  imitate(VirtualDate, RealDate);
  patchFunction(VirtualDate, "now", (realm) => realm.loop.nowMs);
  Object.assign(RealDate.prototype, { constructor: VirtualDate });
  Object.assign(globalThis, { Date: VirtualDate });
}

function patchProcessClocks(): void {
  patchFunction(performance, "now", elapsedMs);
  patchGetter(performance, "timeOrigin", (realm) => realm.loop.startMs);
  patchFunction(process, "uptime", (realm) => elapsedMs(realm) / 1000);
  patchFunction(process, "hrtime", (realm, [since]: [([number, number] | undefined)?]) => {
    const [sinceSeconds, sinceNs] = since ?? [0, 0];
    const ns = Math.round(elapsedMs(realm) * 1e6) - sinceSeconds * 1e9 - sinceNs;
    const seconds = Math.floor(ns / 1e9);
    return [seconds, ns - seconds * 1e9];
  });
  patchFunction(process.hrtime, "bigint", (realm) => BigInt(Math.round(elapsedMs(realm) * 1e6)));
}

function elapsedMs(realm: Realm): number {
  return realm.loop.nowMs - realm.loop.startMs;
}

/** Without a date to format, `Intl.DateTimeFormat` formats the present. */
function patchFormatting(): void {
  const { prototype } = Intl.DateTimeFormat;
  type Format = (date?: Date | number) => string;
  patchGetter(
    prototype,
    "format",
    (realm, real: Format): Format =>
      (date) =>
        real(date === undefined ? realm.loop.nowMs : date),
  );
  patchFunction(prototype, "formatToParts", (realm, [date]: [unknown], real, self) =>
    Reflect.apply(real, self, [date === undefined ? realm.loop.nowMs : date]),
  );
}

/** The part of Temporal that its clock is made of; Node has it from version 26 on. */
interface TemporalLike {
  readonly Now: { timeZoneId(): string };
  readonly Instant: { fromEpochMilliseconds(ms: number): InstantLike };
}

interface InstantLike {
  toZonedDateTimeISO(timeZone: string): Record<string, () => unknown>;
}

function patchTemporal(): void {
  const { Temporal: temporal }: { Temporal?: TemporalLike } = Object(globalThis);
  if (temporal === undefined) return;
  const { Now: clock, Instant: instant } = temporal;
  const now = (realm: Realm): InstantLike => instant.fromEpochMilliseconds(realm.loop.nowMs);
  patchFunction(clock, "instant", now);
  patchFunction(clock, "zonedDateTimeISO", (realm, [timeZone]: [string?]) =>
    now(realm).toZonedDateTimeISO(timeZone ?? clock.timeZoneId()),
  );
  for (const kind of ["PlainDateTime", "PlainDate", "PlainTime"]) {
    const name = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}ISO`;
    patchFunction(clock, name, (realm, [timeZone]: [string?]) => {
      const zoned = now(realm).toZonedDateTimeISO(timeZone ?? clock.timeZoneId());
      return zoned[`to${kind}`]?.();
    });
  }
}
