import { hrtime } from "node:process";
import { performance as importedPerformance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { enterRealm } from "./gate.ts";
import { RecordingRealm } from "./recording-realm.ts";

const startIso = "2023-11-14T22:13:20.000Z";
const startMs = Date.parse(startIso);

describe("dates in a realm", () => {
  it("read the virtual clock", () => {
    const seen = later(1_500, () => [Date.now(), new Date().getTime(), Date()]);
    expect(seen).toEqual([
      startMs + 1_500,
      startMs + 1_500,
      "Tue Nov 14 2023 22:13:21 GMT+0000 (Coordinated Universal Time)",
    ]);
  });

  it("still mean what they were given", () => {
    const seen = later(0, () => [
      new Date(0).toISOString(),
      new Date(2024, 0, 2).toISOString(),
      new Date(startIso).getTime(),
      Date.UTC(1970, 0, 1),
    ]);
    expect(seen).toEqual(["1970-01-01T00:00:00.000Z", "2024-01-02T00:00:00.000Z", startMs, 0]);
  });

  it("are dates to both the old and the new class, and can be subclassed", () => {
    class Deadline extends Date {
      readonly label = "deadline";
    }
    const inside = later(0, () => ({ plain: new Date(), own: new Deadline() }));

    expect(inside.plain).toBeInstanceOf(Date);
    expect(inside.plain.constructor).toBe(Date);
    expect(inside.own).toBeInstanceOf(Deadline);
    expect(inside.own).toBeInstanceOf(Date);
    expect([inside.own.label, inside.own.getTime()]).toEqual(["deadline", startMs]);
  });
});

describe("other clocks in a realm", () => {
  it("count from its start", () => {
    const seen = later(2_500, () => ({
      now: performance.now(),
      imported: importedPerformance.now(),
      origin: performance.timeOrigin,
      uptime: process.uptime(),
      hrtime: process.hrtime(),
      importedHrtime: hrtime(),
      since: process.hrtime([1, 600_000_000]),
      bigint: process.hrtime.bigint(),
    }));
    expect(seen).toEqual({
      now: 2_500,
      imported: 2_500,
      origin: startMs,
      uptime: 2.5,
      hrtime: [2, 500_000_000],
      importedHrtime: [2, 500_000_000],
      since: [0, 900_000_000],
      bigint: 2_500_000_000n,
    });
  });

  it("are what Intl formats when it is given no date", () => {
    const format = new Intl.DateTimeFormat("en", { timeStyle: "medium", timeZone: "UTC" });
    const seen = later(1_000, () => [
      format.format(),
      format.format(0),
      format.formatToParts()[0]?.value,
    ]);
    expect(seen).toEqual(["10:13:21 PM", "12:00:00 AM", "10"]);
  });

  it.runIf("Temporal" in globalThis)("are what Temporal calls now", () => {
    const { Temporal: temporal }: { Temporal: { Now: Record<string, () => unknown> } } =
      Object(globalThis);
    const seen = later(1_000, () =>
      ["instant", "plainDateTimeISO", "plainDateISO", "plainTimeISO", "zonedDateTimeISO"].map(
        (name) => String(temporal.Now[name]?.()),
      ),
    );
    expect(seen).toEqual([
      "2023-11-14T22:13:21Z",
      "2023-11-14T22:13:21",
      "2023-11-14",
      "22:13:21",
      "2023-11-14T22:13:21+00:00[UTC]",
    ]);
  });
});

describe("clocks outside of a realm", () => {
  it("are the machine's", () => {
    const aYearMs = 365 * 86_400_000;
    later(aYearMs, () => Date.now());
    expect(Date.now()).toBeGreaterThan(startMs + aYearMs);
    expect(new Date().getTime()).toBeGreaterThan(startMs + aYearMs);
    expect(performance.timeOrigin).toBeGreaterThan(startMs + aYearMs);
    expect(performance.now()).toBeLessThan(aYearMs);
    expect(process.hrtime.bigint()).toBeGreaterThan(0n);
  });

  it("look like the real ones, in the time zone of Lambda", () => {
    expect([Date.name, Date.length, Date.now.name]).toEqual(["Date", 7, "now"]);
    expect(Object.keys(performance)).not.toContain("now");
    expect(process.hrtime.bigint.name).toBe("hrtimeBigInt");
    expect(new Date().getTimezoneOffset()).toBe(0);
  });
});

function later<T>(ms: number, work: () => T): T {
  const realm = new RecordingRealm();
  realm.loop.advanceTo(realm.loop.startMs + ms);
  return enterRealm(realm, work);
}
