import { describe, expect, it } from "vitest";
import { chainedExecutionIdOf, executionArn, executionIdOf, functionArn } from "./arn.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("the ARN of an execution", () => {
  it("has AWS's form, and ends with the execution's id", () => {
    const arn = executionArn({
      functionName: "billing",
      version: "$LATEST",
      executionName: "order-7",
      executionId: "id",
    });

    expect(arn).toMatch(
      /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:billing:\$LATEST\/durable-execution\/order-7\/id$/,
    );
  });

  it("begins with that of its function, qualified", () => {
    const identity = { functionName: "billing", executionName: "order-7", executionId: "id" };

    expect(executionArn({ ...identity, version: "2" })).toMatch(
      new RegExp(`^${functionArn("billing", "2")}/`),
    );
    expect(functionArn("billing", undefined)).toMatch(/:function:billing$/);
  });
});

describe("the id of an execution", () => {
  it("is a UUID, whoever started it, and however many there are", () => {
    for (const number of [1, 42, 999_999_999_999]) {
      expect(executionIdOf(number)).toMatch(uuid);
      expect(chainedExecutionIdOf(number, "0123456789abcdef")).toMatch(uuid);
    }
  });

  it.each(["a", "approve-order", "Z".repeat(64), "0123456789abcdef"])(
    "is a UUID for an operation with the id %s",
    (operationId) => {
      expect(chainedExecutionIdOf(1, operationId)).toMatch(uuid);
    },
  );

  it("is another for each start from outside, each parent and each operation", () => {
    const ids = [
      executionIdOf(1),
      executionIdOf(2),
      chainedExecutionIdOf(1, "0123456789abcdef"),
      chainedExecutionIdOf(2, "0123456789abcdef"),
      chainedExecutionIdOf(1, "1123456789abcdef"),
      chainedExecutionIdOf(1, "0123456789abcde0"),
    ];

    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is the same whenever the same operation starts it", () => {
    expect(chainedExecutionIdOf(1, "0123456789abcdef")).toBe(
      chainedExecutionIdOf(1, "0123456789abcdef"),
    );
  });
});
