/** Where the simulated account is. */
export const region = "eu-central-1";
export const account = "123456789012";

/** What an execution's ARN is made of. */
export interface ExecutionIdentity {
  readonly functionName: string;
  readonly version: string;
  readonly executionName: string;
  readonly executionId: string;
}

export function executionArn(identity: ExecutionIdentity): string {
  const { functionName, version, executionName, executionId } = identity;
  return `${functionArn(functionName, version)}/durable-execution/${executionName}/${executionId}`;
}

/** `qualifier` is a version or an alias. */
export function functionArn(name: string, qualifier: string | undefined): string {
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** The id of the `number`th execution that was started from outside; a UUID, as AWS's are. */
export function executionIdOf(number: number): string {
  return `11111111-2222-4333-8444-${String(number).padStart(12, "0")}`;
}

/** The id of the execution that an operation starts: a UUID that depends on that operation alone. */
export function chainedExecutionIdOf(parentNumber: number, operationId: string): string {
  const digits = operationId.replaceAll(/[^0-9a-f]/g, "0").padEnd(16, "0");
  const parent = String(parentNumber).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8000-${parent}`;
}
