import nodeCrypto from "node:crypto";
import type { Callback } from "../callback.ts";
import type { Realm } from "./gate.ts";
import { patchFunction } from "./patch.ts";

/** Every source of random values; keys that `node:crypto` generates stay really random. */
export function patchRandomness(): void {
  patchFunction(Math, "random", (realm) => realm.random.next());
  patchFunction(nodeCrypto, "randomInt", drawInteger);
  patchFunction(nodeCrypto, "randomBytes", drawBytes);
  patchFunction(nodeCrypto, "randomFillSync", fillPart);
  patchFunction(nodeCrypto, "randomFill", fillPartAndCall);
  // `nodeCrypto.webcrypto` and its kin cannot be replaced, but they lead to this same object.
  patchFunction(globalThis.crypto, "getRandomValues", fillWhole);
  for (const holder of [nodeCrypto, globalThis.crypto]) {
    patchFunction(holder, "randomUUID", (realm) => uuid(randomBytes(realm, 16), 4));
    patchFunction(holder, "randomUUIDv7", (realm) => {
      const bytes = randomBytes(realm, 16);
      bytes.writeUIntBE(realm.loop.nowMs, 0, 6);
      return uuid(bytes, 7);
    });
  }
}

/** A function of Node that answers late when it is given a callback, and at once otherwise. */
type Real = (...args: unknown[]) => unknown;

// Below, arguments that Node would refuse go to Node: it says best what is wrong with them.

function drawInteger(realm: Realm, args: unknown[], real: Real): unknown {
  const bounds = args.filter((arg) => typeof arg === "number");
  const [min = 0, max = 0] = bounds.length === 1 ? [0, ...bounds] : bounds;
  const valid = Number.isSafeInteger(min) && Number.isSafeInteger(max) && min < max;
  if (!valid || max - min >= 2 ** 48) return real(...args);
  return answer(realm, realm.random.integer({ min, max: max - 1 }), args.at(-1));
}

function drawBytes(realm: Realm, args: unknown[], real: Real): unknown {
  const [size] = args;
  if (typeof size !== "number" || !(size >= 0 && size < 2 ** 31)) return real(...args);
  return answer(realm, randomBytes(realm, size), args.at(-1));
}

function fillPart(realm: Realm, args: unknown[], real: Real): unknown {
  const [target, offset = 0, size] = args;
  const bytes = bytesOf(target);
  if (bytes === undefined || !Number.isInteger(offset) || !Number.isInteger(size ?? 0)) {
    return real(...args);
  }
  // Offset and size count elements, whatever their width.
  const width = elementWidth(target);
  const start = Number(offset) * width;
  const end = size === undefined ? bytes.length : start + Number(size) * width;
  if (start < 0 || end < start || end > bytes.length) return real(...args);
  realm.random.fill(bytes.subarray(start, end));
  return target;
}

function fillPartAndCall(realm: Realm, args: unknown[], real: Real): unknown {
  const callback = args.at(-1);
  if (!isCallback(callback)) return real(...args);
  const target = fillPart(realm, args.slice(0, -1), () => real(...args));
  return answer(realm, target, callback);
}

function fillWhole(realm: Realm, [target]: [unknown], real: Real, self: unknown): unknown {
  const bytes = bytesOf(target);
  if (bytes === undefined || bytes.length > 65_536) return Reflect.apply(real, self, [target]);
  realm.random.fill(bytes);
  return target;
}

function randomBytes(realm: Realm, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  realm.random.fill(bytes);
  return bytes;
}

function answer(realm: Realm, value: unknown, callback: unknown): unknown {
  if (!isCallback(callback)) return value;
  realm.loop.setImmediate(callback, null, value);
  return undefined;
}

function isCallback(value: unknown): value is Callback {
  return typeof value === "function";
}

function bytesOf(target: unknown): Uint8Array | undefined {
  if (target instanceof ArrayBuffer || target instanceof SharedArrayBuffer) {
    return new Uint8Array(target);
  }
  if (!ArrayBuffer.isView(target)) return undefined;
  return new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
}

function elementWidth(target: unknown): number {
  const { BYTES_PER_ELEMENT: width = 1 }: { BYTES_PER_ELEMENT?: number } = Object(target);
  return width;
}

/** Writes version and variant into random bytes, as RFC 9562 wants them. */
function uuid(bytes: Buffer, version: 4 | 7): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  const [a, b, c] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16)];
  return `${a}-${b}-${c}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
