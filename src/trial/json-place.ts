import {
  type Node,
  type ParseError,
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { UsageError } from "../kernel/errors.ts";

/** Keys and indexes that lead to a value inside a JSON document. */
export type JsonPath = readonly (string | number)[];

/** A JSON document that can say where in its file a value stands. */
export interface LocatedJson {
  readonly value: unknown;
  /** `file:line:column` of a value, or of the nearest value around it that exists. */
  readonly placeOf: (path: JsonPath) => string;
}

/** Parses strict JSON; `source` names the file in messages. A syntax error is a `UsageError`. */
export function parseLocatedJson(text: string, source: string): LocatedJson {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const what = error === undefined ? "the file is empty" : wordsOf(error);
    throw new UsageError(`${placeAt(text, source, error?.offset ?? 0)}: not JSON: ${what}`);
  }
  return {
    value: JSON.parse(text),
    placeOf: (path) => placeAt(text, source, nearestNode(root, path).offset),
  };
}

/** A path as people write it: `faults[0].at`. */
export function renderPath(path: JsonPath): string {
  return path.reduce<string>((sofar, part) => {
    if (typeof part === "number") return `${sofar}[${part}]`;
    return sofar === "" ? part : `${sofar}.${part}`;
  }, "");
}

function nearestNode(root: Node, path: JsonPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

function placeAt(text: string, source: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `${source}:${before.length}:${column}`;
}

function wordsOf({ error }: ParseError): string {
  // The library's codes are words already: PropertyNameExpected.
  return printParseErrorCode(error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}
