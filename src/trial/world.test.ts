import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { Invariant } from "../invariants/invariant.ts";
import { UsageError } from "../kernel/errors.ts";
import { parcelWorld } from "./parcel-world.test-support.ts";
import { defineWorld } from "./world.ts";

describe("a world", () => {
  it("is refused when its name could not be typed in a shell or a file", () => {
    const { input, inputSchema } = parcelWorld;
    const define = () =>
      defineWorld({
        name: "My World",
        handler: () => withDurableExecution(async () => "done"),
        input,
        inputSchema,
        examples: [],
        services: {},
        invariants: [],
      });

    expect(define).toThrow(UsageError);
    expect(define).toThrow('world name "My World" must be kebab-case');
  });

  it("tells trials apart by all requests, unless each invariant tells what it remembers", () => {
    const { input, inputSchema, examples } = parcelWorld;
    const holds = { check: () => undefined };
    const telling = { name: "telling", ...holds, remembers: () => "counted" };
    const remembered = (invariants: readonly Invariant[]) =>
      defineWorld({
        name: "parcel",
        handler: () => withDurableExecution(async () => "done"),
        input,
        inputSchema,
        examples,
        services: {},
        invariants,
      }).remembered([], {}, () => "all requests");

    expect(remembered([telling, telling])).toEqual(["counted", "counted"]);
    expect(remembered([telling, { name: "mute", ...holds }])).toEqual(["counted", "all requests"]);
  });

  it("is refused without an example, or with one that its own schema refuses", () => {
    const { input, inputSchema } = parcelWorld;
    const parts = {
      name: "parcel",
      handler: () => withDurableExecution(async () => "done"),
      input,
      inputSchema,
      services: {},
      invariants: [],
    };
    const odd = { name: "odd", input: Object({ orderId: 7 }) };

    expect(() => defineWorld({ ...parts, examples: [] })).toThrow(
      'world "parcel" needs an example',
    );
    expect(() => defineWorld({ ...parts, examples: [odd] })).toThrow(
      'example "odd" does not fit the world\'s inputSchema: Invalid input: expected string',
    );
  });

  it("takes every setting that it is not given from the defaults", () => {
    expect(parcelWorld.calls.callTimeoutMs).toBe(10_000);
    expect(parcelWorld.lambda.functionTimeoutMs).toBe(900_000);
    expect(parcelWorld.bounds.maxInvocations).toBe(60);
  });
});
