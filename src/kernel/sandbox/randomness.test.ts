import * as nodeCrypto from "node:crypto";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { RecordingRealm, simulate } from "./recording-realm.ts";
import { enterRealm } from "./gate.ts";

const { randomUUIDv7 }: { randomUUIDv7?: () => string } = nodeCrypto;

const sources: readonly (readonly [string, () => unknown])[] = [
  ["Math.random", () => Math.random()],
  ["randomUUID", () => randomUUID()],
  ["randomBytes", () => nodeCrypto.randomBytes(8).toString("hex")],
  ["randomInt", () => nodeCrypto.randomInt(1_000_000_000)],
  ["randomFillSync", () => [...nodeCrypto.randomFillSync(new Uint32Array(4))]],
  ["getRandomValues", () => [...nodeCrypto.getRandomValues(new Uint8Array(8))]],
  ["crypto.getRandomValues", () => [...crypto.getRandomValues(new Uint16Array(8))]],
  ["crypto.randomUUID", () => crypto.randomUUID()],
  ["webcrypto.randomUUID", () => nodeCrypto.webcrypto.randomUUID()],
];

describe.each(sources)("%s", (_name, draw) => {
  it("is the same in each realm with the same seed", () => {
    expect(inRealm(() => [draw(), draw()])).toEqual(inRealm(() => [draw(), draw()]));
  });

  it("differs from draw to draw, in a realm and outside", () => {
    const [first, second] = inRealm(() => [draw(), draw()]);
    expect(first).not.toEqual(second);
    expect([draw(), draw()]).not.toContainEqual(first);
    expect(draw()).not.toEqual(draw());
  });
});

describe("random values in a realm", () => {
  it("have the form of real ones", () => {
    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const uuids = inRealm(() => Array.from({ length: 50 }, () => randomUUID()));
    const integers = inRealm(() => Array.from({ length: 200 }, () => nodeCrypto.randomInt(3, 6)));

    for (const uuid of uuids) expect(uuid).toMatch(pattern);
    expect(new Set(integers)).toEqual(new Set([3, 4, 5]));
    expect(inRealm(() => nodeCrypto.randomBytes(5))).toHaveLength(5);
  });

  it.runIf(randomUUIDv7)("start with the virtual time where a UUID should", () => {
    const uuid = inRealm(() => randomUUIDv7?.()) ?? "";
    expect(Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)).toBe(1_700_000_000_000);
    expect(uuid).toMatch(/^.{14}7.{4}[89ab]/);
  });

  it("come through callbacks and their promises too, later", async () => {
    const first = await simulate(drawAsynchronously);
    const second = await simulate(drawAsynchronously);

    expect(first.result).toHaveLength(3);
    expect(first.result).toEqual(second.result);
    expect(first.realm.realIoStarted).toEqual([]);
  });

  it("fill the asked part of an array, counted in its elements", () => {
    const target = new Uint32Array(4);
    inRealm(() => nodeCrypto.randomFillSync(target, 1, 2));
    expect([...target].map((element) => element !== 0)).toEqual([false, true, true, false]);
  });

  it("are refused for the reasons that Node has", () => {
    const attempts: (() => unknown)[] = [
      () => nodeCrypto.randomBytes(-1),
      () => nodeCrypto.randomInt(5, 5),
      () => nodeCrypto.randomFillSync(new Uint8Array(2), 3),
      () => nodeCrypto.randomFillSync(new Uint8Array(2), 1, 2),
      () => crypto.getRandomValues(new Uint8Array(65_537)),
    ];
    for (const attempt of attempts) {
      expect(messageOf(() => inRealm(attempt))).toBe(messageOf(attempt));
    }
  });
});

async function drawAsynchronously(): Promise<unknown[]> {
  return [
    (await promisify(nodeCrypto.randomBytes)(4)).toString("hex"),
    await promisify(nodeCrypto.randomInt)(1_000_000),
    await promisify<Uint8Array, Uint8Array>(nodeCrypto.randomFill)(new Uint8Array(4)),
  ];
}

function inRealm<T>(work: () => T): T {
  return enterRealm(new RecordingRealm(), work);
}

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  throw new Error("nothing was refused");
}
