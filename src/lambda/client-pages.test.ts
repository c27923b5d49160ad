import { describe, expect, it } from "vitest";
import { contextUpdate, stepUpdate, waitUpdate } from "./updates.test-support.ts";
import { type Wire, runOnWire, succeeded } from "./wire-function.test-support.ts";

const steps = (count: number) =>
  Array.from({ length: count }, (_, index) => stepUpdate("START", { Id: `s${index}` }));

describe("a page of state", () => {
  it.each([
    [undefined, 100],
    [0, 100],
    [7, 7],
    [1_000, 1_000],
    [5_000, 1_000],
  ])("of %j operations at most has %i of many", async (MaxItems, count) => {
    const [page] = await onWire(async ({ checkpoint, page: ask }) => {
      await checkpoint(...steps(1_200));
      return ask({ MaxItems });
    });

    expect(page?.Operations).toHaveLength(count);
    expect(page?.NextMarker).toEqual(expect.any(String));
  });

  it("goes on where the one before ended, to the end of all, by start", async () => {
    const ids: unknown[] = [];

    await onWire(async ({ checkpoint, page }) => {
      await checkpoint(...steps(5));
      let Marker: string | undefined;
      do {
        const { Operations, NextMarker } = await page({ Marker, MaxItems: 2 });
        ids.push(Operations?.map(({ Id, Type }) => (Type === "STEP" ? Id : Type)));
        Marker = NextMarker;
      } while (Marker !== undefined);
    });

    expect(ids).toEqual([
      ["EXECUTION", "s0"],
      ["s1", "s2"],
      ["s3", "s4"],
    ]);
  });

  it("leaves out what a finished context has in it, unless that wants to be replayed", async () => {
    const [page] = await onWire(async ({ checkpoint, page: ask }) => {
      await checkpoint(
        contextUpdate("START", { Id: "done" }),
        stepUpdate("START", { Id: "d1", ParentId: "done" }),
        contextUpdate("START", { Id: "d2", ParentId: "done" }),
        stepUpdate("START", { Id: "d3", ParentId: "d2" }),
        contextUpdate("START", { Id: "kept" }),
        stepUpdate("START", { Id: "k1", ParentId: "kept" }),
        contextUpdate("START", { Id: "open" }),
        stepUpdate("START", { Id: "o1", ParentId: "open" }),
      );
      await checkpoint(
        contextUpdate("SUCCEED", {
          Id: "d2",
          ParentId: "done",
          ContextOptions: { ReplayChildren: true },
        }),
        contextUpdate("SUCCEED", { Id: "done" }),
        contextUpdate("SUCCEED", { Id: "kept", ContextOptions: { ReplayChildren: true } }),
      );
      return ask({});
    });

    const ids = page?.Operations?.slice(1).map(({ Id }) => Id);
    expect(ids).toEqual(["done", "kept", "k1", "open", "o1"]);
  });

  it("has dates where an event has numbers", async () => {
    const [page] = await onWire(async (wire) => wire.page({}));

    expect(page?.Operations?.[0]?.StartTimestamp).toBeInstanceOf(globalThis.Date);
  });

  it("neither spends the token, nor tells of changes in the stead of a checkpoint", async () => {
    const [told] = await onWire(async ({ checkpoint, page }, sleep) => {
      await checkpoint(waitUpdate("START", { WaitOptions: { WaitSeconds: 1 } }));
      await sleep(2_000);
      await page({});
      const { NewExecutionState } = await checkpoint();
      return NewExecutionState;
    });

    expect(told?.Operations?.map(({ Status }) => Status)).toEqual(["SUCCEEDED"]);
  });

  it.each([
    ["a marker that is none", { Marker: "somewhere2" }, "Invalid Marker"],
    ["a marker of nowhere", { Marker: "operation-1" }, "Invalid Marker"],
    ["another execution", { DurableExecutionArn: "arn:other" }, "Invalid checkpoint token"],
    ["a token that is spent", { CheckpointToken: "spent" }, "Invalid checkpoint token"],
    [
      "another execution's token",
      { CheckpointToken: "execution2invocation1checkpoint1" },
      "Checkpoint token is not valid for the durable execution ARN",
    ],
  ])("is refused for %s", async (_, request, message) => {
    const [refusal] = await onWire(async ({ page }) =>
      page(request).catch((error: Error) => `${error.name}: ${error.message}`),
    );

    expect(refusal).toBe(`InvalidParameterValueException: ${message}`);
  });
});

/** What some code on the wire returned. */
async function onWire<T>(
  code: (wire: Wire, sleep: (ms: number) => Promise<void>) => Promise<T>,
): Promise<readonly T[]> {
  const returned: T[] = [];
  await runOnWire(async (wire, { sleep }) => {
    returned.push(await code(wire, sleep));
    return succeeded;
  });
  return returned;
}
