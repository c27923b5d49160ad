import { describe, expect, it } from "vitest";
import { chronicle, findings, moment } from "./chronicle.test-support.ts";
import { wait } from "./wait.ts";

describe("wait", () => {
  it("lets waits end when their time is over, or be cancelled before", () => {
    const history = chronicle()
      .at(10)
      .waitStarted("a", 5)
      .waitStarted("b", 60)
      .at(5_010)
      .waitSucceeded("a", 5)
      .waitCancelled("b");

    expect(findings(wait, history)).toEqual([]);
  });

  it("knows no second start, and nothing after the end", () => {
    const twice = chronicle().waitStarted("a", 5).waitStarted("a", 5);
    const ended = chronicle().waitStarted("a", 5).at(5_000).waitSucceeded("a", 5);

    expect(findings(wait, twice)).toEqual([
      "event 2, WaitStarted a: the operation had started before",
    ]);
    expect(findings(wait, ended.waitSucceeded("a", 5))).toEqual([
      "event 3, WaitSucceeded a: the operation had ended",
    ]);
  });

  it("knows no end without a start", () => {
    expect(findings(wait, chronicle().waitSucceeded("a", 5))).toEqual([
      "event 1, WaitSucceeded a: the operation had not started",
    ]);
  });

  it("ends at the scheduled moment, neither earlier nor later", () => {
    const started = chronicle().waitStarted("a", 5);

    expect(findings(wait, started.at(4_999).waitSucceeded("a", 5))).toEqual([
      "event 2, WaitSucceeded a: the wait ends -1 ms after its time",
    ]);
    expect(findings(wait, started.at(5_010).waitSucceeded("a", 5))).toEqual([
      "event 2, WaitSucceeded a: the wait ends 10 ms after its time",
    ]);
    expect(findings(wait, started.at(5_001).waitCancelled("a"))).toEqual([
      "event 2, WaitCancelled a: the wait was over before that",
    ]);
  });

  it("schedules the end as many seconds after the start as were asked for", () => {
    const details = { Duration: 5, ScheduledEndTimestamp: moment(5_001) };
    const history = chronicle().waitStarted("a", 5).but({ WaitStartedDetails: details });

    expect(findings(wait, history)).toEqual([
      "event 1, WaitStarted a: its end is not 5 s after its start",
    ]);
  });

  it("tells the same duration at both ends", () => {
    const history = chronicle().waitStarted("a", 5).at(5_000).waitSucceeded("a", 6);

    expect(findings(wait, history)).toEqual([
      "event 2, WaitSucceeded a: a wait of 5 s does not take another time",
    ]);
  });

  it.each([0, 1.5, 31_622_401])("takes no wait of %d s", (seconds) => {
    expect(findings(wait, chronicle().waitStarted("a", seconds))).toEqual([
      `event 1, WaitStarted a: ${seconds} s is no wait`,
    ]);
  });
});
