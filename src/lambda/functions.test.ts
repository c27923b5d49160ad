import { describe, expect, it } from "vitest";
import { account, region } from "./arn.ts";
import { type Functions, type TargetFunction, resolveFunction } from "./functions.ts";

const notHere = "Cannot start a CHAINED_INVOKE on a function in another account.";
const notThere = "Cannot start a CHAINED_INVOKE on a function in another region.";

describe("the name of a function to invoke", () => {
  it.each<[string, version: string]>([
    ["tax", "$LATEST"],
    ["tax:1", "1"],
    ["tax:42", "42"],
    ["tax:$LATEST", "$LATEST"],
    // The simulation has no versions of code: an alias stands for the first one.
    ["tax:live", "1"],
    ["tax:2b", "1"],
    [`${account}:function:tax`, "$LATEST"],
    [`${account}:function:tax:2`, "2"],
    [arnOf("tax"), "$LATEST"],
    [arnOf("tax:2"), "2"],
    [arnOf("tax:live"), "1"],
  ])("may be %j, which runs version %s", (name, version) => {
    expect(resolve({ tax }, name)).toEqual({ kind: "found", name: "tax", version, target: tax });
  });

  it.each(["tax:live", arnOf("tax:live"), `${account}:function:tax:live`])(
    "finds what is behind its qualifier before what is behind the name alone: %j",
    (name) => {
      const functions = { tax, "tax:live": live, "tax:2": other };

      expect(targetOf(functions, name)).toBe(live);
      expect(targetOf(functions, "tax")).toBe(tax);
      expect(targetOf(functions, "tax:3")).toBe(tax);
    },
  );

  it("finds nothing without its qualifier where only that is known", () => {
    expect(resolve({ "tax:live": live }, "tax")).toMatchObject({ kind: "failing" });
    expect(resolve({ "tax:live": live }, "tax:2")).toMatchObject({ kind: "failing" });
    expect(targetOf({ "tax:live": live }, "tax:live")).toBe(live);
  });

  it("may be called function", () => {
    expect(resolve({ function: tax }, "function:2")).toMatchObject({
      name: "function",
      version: "2",
    });
    expect(resolve({ function: tax }, arnOf("function"))).toMatchObject({ name: "function" });
  });

  it("may be one that AWS would not take, where the test itself has it", () => {
    expect(resolve({ "my tax": tax }, "my tax")).toEqual({
      kind: "found",
      name: "my tax",
      version: "$LATEST",
      target: tax,
    });
  });
});

describe("a function that does not exist", () => {
  it.each<[string, string]>([
    ["unknown", arnOf("unknown")],
    ["unknown:live", arnOf("unknown:live")],
    [arnOf("unknown:2"), arnOf("unknown:2")],
    ["TAX", arnOf("TAX")],
    ["toString", arnOf("toString")],
    ["constructor", arnOf("constructor")],
    ["__proto__", arnOf("__proto__")],
    ["hasOwnProperty:live", arnOf("hasOwnProperty:live")],
  ])("fails the operation: %j", (name, arn) => {
    expect(resolve({ tax }, name)).toEqual({
      kind: "failing",
      error: {
        ErrorType: "ResourceNotFoundException",
        ErrorMessage: `Function not found: ${arn}`,
      },
    });
  });

  it("is not one whose name every object has, if the test has it", () => {
    const functions: Functions = Object.fromEntries([
      ["__proto__", tax],
      ["toString", live],
    ]);

    expect(targetOf(functions, "__proto__")).toBe(tax);
    expect(targetOf(functions, "toString:1")).toBe(live);
  });
});

describe("a name that the service does not take", () => {
  it.each<[string, string]>([
    [`999999999999:function:tax`, notHere],
    [`arn:aws:lambda:${region}:999999999999:function:tax`, notHere],
    [`arn:aws:lambda:us-east-1:${account}:function:tax:2`, notThere],
    // Where both are others, the account is named.
    ["arn:aws:lambda:us-east-1:999999999999:function:tax", notHere],
  ])("is that of another account or region: %j", (name, message) => {
    expect(resolve({ tax }, name)).toEqual({ kind: "refused", message });
  });

  const noName = ["", "my tax", "tax/2", "größe", "tax\n", "x".repeat(257)];
  const noQualifier = ["tax:", ":1", "tax:1:2", "arn:aws:lambda:eu-central-1:1:layer:tax"];

  it.each([...noName, ...noQualifier])("is %j", (name) => {
    expect(resolve({ tax }, name)).toEqual({
      kind: "refused",
      message:
        `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy ` +
        `constraint: Member must be the name or the ARN of a function`,
    });
  });

  it("is not one of 256 characters", () => {
    expect(resolve({ tax }, "x".repeat(256))).toMatchObject({ kind: "failing" });
  });
});

describe("a durable function that is named without a qualifier", () => {
  const durable: TargetFunction = {
    durable: async () => Promise.resolve({ Status: "SUCCEEDED" } as never),
  };

  it.each(["billing", arnOf("billing"), `${account}:function:billing`])(
    "fails the operation where the service is strict: %j",
    (name) => {
      expect(resolve({ billing: durable }, name, "fail")).toEqual({
        kind: "failing",
        error: {
          ErrorType: "InvalidParameterValueException",
          ErrorMessage: "You cannot invoke a durable function using an unqualified ARN.",
        },
      });
    },
  );

  it("is found where the service is lenient", () => {
    expect(targetOf({ billing: durable }, "billing")).toBe(durable);
  });

  it("needs one only if it is durable, and takes any", () => {
    expect(resolve({ tax }, "tax", "fail")).toMatchObject({ kind: "found" });
    for (const name of ["billing:1", "billing:live", "billing:$LATEST", arnOf("billing:1")]) {
      expect(resolve({ billing: durable }, name, "fail")).toMatchObject({ kind: "found" });
    }
  });
});

const tax = plain();
const live = plain();
const other = plain();

function plain(): TargetFunction {
  return { plain: () => undefined };
}

function arnOf(nameAndQualifier: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${nameAndQualifier}`;
}

function resolve(
  functions: Functions,
  name: string,
  unqualifiedInvokes: "accept" | "fail" = "accept",
) {
  return resolveFunction(functions, name, { unqualifiedInvokes });
}

function targetOf(functions: Functions, name: string): TargetFunction | undefined {
  const resolved = resolve(functions, name);
  return resolved.kind === "found" ? resolved.target : undefined;
}
