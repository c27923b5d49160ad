import { describe, expect, it } from "vitest";
import type { Operation, Update } from "./operation.ts";
import {
  applied,
  momentAt,
  startMs,
  verdictOn,
  waitUpdate,
  surroundings,
} from "./updates.test-support.ts";
import { waitRules } from "./wait.ts";

const noStart = "Cannot start a WAIT that already exist.";
const noCancel = "Cannot cancel a WAIT that does not exist or has already completed.";
const noAction = "Invalid action for the given operation type.";

type Row = readonly [from: string, ...verdicts: string[]];

describe("a wait", () => {
  it.each<Row>([
    // From       START      SUCCEED   FAIL      RETRY     CANCEL
    ["absent", "STARTED", noAction, noAction, noAction, noCancel],
    ["STARTED", noStart, noAction, noAction, noAction, "CANCELLED"],
    ["SUCCEEDED", noStart, noAction, noAction, noAction, noCancel],
    ["CANCELLED", noStart, noAction, noAction, noAction, noCancel],
  ])(
    "that is %s may move to START: %s, SUCCEED: %s, FAIL: %s, RETRY: %s, CANCEL: %s",
    (from, ...expected) => {
      const actions: Update["Action"][] = ["SUCCEED", "FAIL", "RETRY", "CANCEL"];
      const updates = [startFor(60), ...actions.map((action) => waitUpdate(action))];

      const verdicts = updates.map((update) => verdictOn(waitRules, waitThatIs(from), update));

      expect(verdicts).toEqual(expected);
    },
  );

  it("needs to know how long", () => {
    for (const update of [waitUpdate("START"), waitUpdate("START", { WaitOptions: {} })]) {
      expect(verdictOn(waitRules, undefined, update)).toBe(
        "Update for WAIT operation requires WaitOptions.",
      );
    }
  });

  it("keeps its identity and its start, whichever way it ends", () => {
    const started = applied(waitRules, undefined, { ...startFor(60), ParentId: "p" }, 500);
    const cancelled = applied(waitRules, started, waitUpdate("CANCEL"), 900);

    expect(started).toEqual({
      Id: "w",
      ParentId: "p",
      Name: "pause",
      Type: "WAIT",
      SubType: "Wait",
      StartTimestamp: momentAt(500).date,
      Status: "STARTED",
      WaitDetails: { ScheduledEndTimestamp: momentAt(60_500).date },
    });
    expect(cancelled).toEqual({
      ...started,
      Status: "CANCELLED",
      EndTimestamp: momentAt(900).date,
    });
    expect(waitRules.moveDue(started, momentAt(60_500).date).operation).toEqual({
      ...started,
      Status: "SUCCEEDED",
      EndTimestamp: momentAt(60_500).date,
    });
  });

  it("is due that many seconds after the service heard of it", () => {
    const wait = applied(waitRules, undefined, startFor(60), 500);

    expect(wait.WaitDetails).toEqual({ ScheduledEndTimestamp: momentAt(60_500).date });
    expect(waitRules.dueMs(wait)).toBe(startMs + 60_500);
  });

  it("ends when the service's clock says so", () => {
    const wait = applied(waitRules, undefined, startFor(60), 500);

    const { operation, event } = waitRules.moveDue(wait, momentAt(60_500).date);

    expect(operation).toMatchObject({ Status: "SUCCEEDED", EndTimestamp: momentAt(60_500).date });
    expect(event).toEqual({ EventType: "WaitSucceeded", WaitSucceededDetails: { Duration: 60 } });
  });

  it("is due no more when it has ended, either way", () => {
    for (const status of ["SUCCEEDED", "CANCELLED"]) {
      const wait = waitThatIs(status);
      expect(wait && waitRules.dueMs(wait)).toBeUndefined();
      expect(wait?.EndTimestamp).toBeDefined();
    }
  });

  it("tells its duration and its end when it starts, and nothing when it is cancelled", () => {
    expect(waitRules.apply(undefined, startFor(60), momentAt(0), surroundings)).toMatchObject({
      event: {
        EventType: "WaitStarted",
        WaitStartedDetails: { Duration: 60, ScheduledEndTimestamp: momentAt(60_000).date },
      },
    });
    const cancelled = waitRules.apply(
      waitThatIs("STARTED"),
      waitUpdate("CANCEL"),
      momentAt(0),
      surroundings,
    );
    expect(cancelled).toHaveProperty("event", {
      EventType: "WaitCancelled",
      WaitCancelledDetails: {},
    });
  });
});

function startFor(WaitSeconds: number): Update {
  return waitUpdate("START", { WaitOptions: { WaitSeconds } });
}

function waitThatIs(status: string): Operation | undefined {
  if (status === "absent") return undefined;
  const started = applied(waitRules, undefined, startFor(60));
  if (status === "STARTED") return started;
  if (status === "SUCCEEDED") return waitRules.moveDue(started, momentAt(5_000).date).operation;
  return applied(waitRules, started, waitUpdate("CANCEL"));
}
