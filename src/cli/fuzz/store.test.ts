import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordOfDeath } from "../../campaign/death.ts";
import type { CampaignPlan, Stint } from "../../campaign/plan.ts";
import type { ReplayTask } from "../../campaign/replaying.ts";
import { emptyTally } from "../../campaign/tally.ts";
import { UsageError } from "../../kernel/errors.ts";
import { CampaignStore, createStore } from "./store.ts";
import { removeStoreFile } from "./store-file.ts";

let folder: string;
let path: string;
let open: CampaignStore[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "durable-chaos-"));
  path = join(folder, "campaign.db");
  open = [];
});

afterEach(() => {
  for (const store of open) store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a campaign store", () => {
  it("knows after a reopening all that it knew before", () => {
    begin();
    const store = reopen();
    fill(store);
    const before = store.state();
    close(store);

    const again = reopen();
    expect(again.state()).toEqual(before);
    expect(again.isDone(stint)).toBe(true);
    expect(again.isDone({ ...stint, order: 5 })).toBe(false);
    expect(again.worlds.get("two")?.setAside).toBe("it hangs");
    expect(again.elapsedMs).toBe(1_234);
  });

  it("adds a stint to what there is of its world, and tells how many behaviours are new", () => {
    begin();
    const store = reopen();
    const report = { tally: { ...emptyTally(["x"]), trials: 3 }, behaviours: [[7, 2]] as const };

    expect(
      store.finishStint(
        stint,
        {
          ...report,
          behaviours: [
            [7, 2],
            [8, 1],
          ],
        },
        1,
      ),
    ).toBe(2);
    expect(store.finishStint({ ...stint, order: 4 }, report, 2)).toBe(0);
    expect(store.worlds.get("one")).toMatchObject({
      tally: { trials: 6, unseen: ["x"] },
      behaviours: 2,
    });
    expect([...(store.state().worlds[0]?.behaviours ?? [])]).toEqual([
      [7, 4],
      [8, 1],
    ]);
  });

  it("keeps of a finding what the lowest stint has told, whenever that was", () => {
    begin();
    const store = reopen();

    expect(store.addFinding(9, { ...record, firstTrial: 90 })).toBe(true);
    expect(store.addFinding(4, { ...record, firstTrial: 40 })).toBe(false);
    expect(store.addFinding(6, { ...record, firstTrial: 60 })).toBe(false);
    close(store);
    expect(reopen().findings).toEqual([{ order: 4, record: { ...record, firstTrial: 40 } }]);
  });

  it("belongs to one process at a time", () => {
    begin();
    reopen();

    expect(() => new CampaignStore(path)).toThrow(/in use by another process/);
    expect(() => removeStoreFile(path)).toThrow(/in use by another process/);
    expect(readFileSync(path).length).toBeGreaterThan(0);
  });

  it.each([
    ["a text", "{}"],
    ["nothing", ""],
    ["a database of another program", `SQLite format 3\0${"\0".repeat(4_080)}`],
  ])("leaves %s as it is, also when a new one is asked for", (_, text) => {
    writeFileSync(path, text);

    expect(() => new CampaignStore(path)).toThrow(/is not a campaign store, and is left as it is/);
    expect(() => removeStoreFile(path)).toThrow(UsageError);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("says so when it is damaged, and makes room for a new one", () => {
    begin();
    const store = reopen();
    fill(store);
    close(store);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x55, 4_096, 12_288));

    expect(() => new CampaignStore(path)).toThrow(/is damaged; --fresh begins a new campaign/);
    removeStoreFile(path);
    begin();
    expect(reopen().findings).toEqual([]);
  });
});

const plan: CampaignPlan = {
  seed: "s",
  worlds: ["one", "two"],
  families: ["crash"],
  trials: null,
  shard: { index: 1, of: 1 },
};
const stint: Stint = { order: 2, world: "one", number: 1, trials: 500, firstTrial: 1_001 };
const task: ReplayTask = {
  kind: "corpus",
  file: "a.json",
  scenario: {
    version: 1,
    name: "a",
    world: "one",
    input: { a: [1] },
    faults: [],
    seed: 1,
    expect: { verdict: "held" },
  },
};
const record = recordOfDeath({
  kind: "hang",
  how: "2 s",
  world: "one",
  input: {},
  seed: 5,
  strikes: [],
  firstTrial: 1_010,
  firstFaults: 2,
});

function begin(): void {
  const startedAt = "2026-11-26T01:00:00.000Z";
  createStore(path, { plan, startedAt, replays: [task], unseenOf: () => ["x", "y"] });
}

function reopen(): CampaignStore {
  const store = new CampaignStore(path);
  open.push(store);
  return store;
}

function close(store: CampaignStore): void {
  store.close();
  open = open.filter((one) => one !== store);
}

function fill(store: CampaignStore): void {
  store.begin(3);
  store.finishReplay(task, { ids: ["00000001"], verdict: "violated", isStale: false });
  store.addFinding(2, record);
  const tally = {
    ...emptyTally(["y"]),
    trials: 500,
    coverage: { "wake-up": { late: 3 } },
    hits: { [record.id]: 4 },
  };
  store.finishStint(stint, { tally, behaviours: [[281_474_976_710_655, 1]] }, 1_000);
  store.setAside("two", "it hangs");
  store.end("idle", 1_234);
}
