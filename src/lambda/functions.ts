import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import type { WireError } from "../kernel/outcome.ts";
import { account, functionArn, region } from "./arn.ts";
import type { LambdaSettings } from "./settings.ts";

/** What Lambda hands to a handler besides the event. */
export type LambdaContext = Parameters<DurableLambdaHandler>[1];

/** An ordinary Lambda function: takes the decoded event, and answers with anything that is JSON. */
export type PlainFunction = (event: unknown, context: LambdaContext) => unknown;

/** A function that code under test can invoke; `timeoutMs` limits the execution, or the plain invocation. */
export type TargetFunction =
  | { readonly durable: DurableLambdaHandler; readonly timeoutMs?: number }
  | { readonly plain: PlainFunction; readonly timeoutMs?: number };

/** The functions of an account by name, or by name and qualifier: `billing`, `billing:live`, `billing:2`. */
export type Functions = Readonly<Record<string, TargetFunction>>;

/** What stands behind the name that code under test invokes. */
export type ResolvedFunction =
  | {
      readonly kind: "found";
      readonly name: string;
      readonly version: string;
      readonly target: TargetFunction;
    }
  /** Nothing that could be started: the operation fails. */
  | { readonly kind: "failing"; readonly error: WireError }
  /** Nothing that may be named: the checkpoint is refused. */
  | { readonly kind: "refused"; readonly message: string };

/** Finds the function that a name, a partial ARN or a whole ARN means. */
export function resolveFunction(
  functions: Functions,
  functionName: string,
  { unqualifiedInvokes }: Pick<LambdaSettings, "unqualifiedInvokes">,
): ResolvedFunction {
  const parsed = parseFunctionName(functionName);
  const exact = own(functions, functionName);
  if (parsed.kind === "refused" && exact === undefined) return parsed;
  const { name, qualifier } =
    parsed.kind === "refused" ? { name: functionName, qualifier: undefined } : parsed;
  const qualified = qualifier === undefined ? undefined : own(functions, `${name}:${qualifier}`);
  const target = exact ?? qualified ?? own(functions, name);
  if (target === undefined) {
    const ErrorMessage = `Function not found: ${functionArn(name, qualifier)}`;
    return { kind: "failing", error: { ErrorType: "ResourceNotFoundException", ErrorMessage } };
  }
  if ("durable" in target && qualifier === undefined && unqualifiedInvokes === "fail") {
    return {
      kind: "failing",
      error: {
        ErrorType: "InvalidParameterValueException",
        ErrorMessage: "You cannot invoke a durable function using an unqualified ARN.",
      },
    };
  }
  return { kind: "found", name, version: versionOf(qualifier), target };
}

const functionNamePattern = /^[A-Za-z0-9_$.:-]{1,256}$/;

/** Not `functions[name]`: every object has a `constructor`. */
function own(functions: Functions, name: string): TargetFunction | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

function parseFunctionName(
  functionName: string,
):
  | { readonly kind: "parsed"; readonly name: string; readonly qualifier: string | undefined }
  | { readonly kind: "refused"; readonly message: string } {
  if (!functionNamePattern.test(functionName)) {
    return notAFunction(functionName);
  }
  const parts = functionName.split(":");
  // Without an ARN's beginning, `function` is but a name like others.
  const at = parts.length > 2 ? parts.indexOf("function") : -1;
  if (at === -1) {
    if (parts.length > 2 || parts.includes("")) return notAFunction(functionName);
    return { kind: "parsed", name: parts[0] ?? "", qualifier: parts[1] };
  }
  const ownAccount = parts[at - 1];
  const ownRegion = parts[at - 2];
  if (ownAccount !== undefined && ownAccount !== account) {
    const message = "Cannot start a CHAINED_INVOKE on a function in another account.";
    return { kind: "refused", message };
  }
  if (ownRegion !== undefined && ownRegion !== region) {
    const message = "Cannot start a CHAINED_INVOKE on a function in another region.";
    return { kind: "refused", message };
  }
  return { kind: "parsed", name: parts[at + 1] ?? "", qualifier: parts[at + 2] };
}

function notAFunction(functionName: string): { kind: "refused"; message: string } {
  const message =
    `1 validation error detected: Value '${functionName}' at 'functionName' failed to satisfy ` +
    `constraint: Member must be the name or the ARN of a function`;
  return { kind: "refused", message };
}

/** An alias stands for version 1: the simulation has no versions of code. */
function versionOf(qualifier: string | undefined): string {
  if (qualifier === undefined) return "$LATEST";
  return /^(?:\d+|\$LATEST)$/.test(qualifier) ? qualifier : "1";
}
