import {
  type Node,
  type ParseError,
  createScanner,
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { UsageError } from "../kernel/errors.ts";
import { onOneLine } from "../kernel/plain-text.ts";

/** Keys and indexes that lead to a value inside a JSON document. */
export type JsonPath = readonly (string | number)[];

/** A JSON document that can say where in its file a value stands. */
export interface LocatedJson {
  readonly value: unknown;
  /** `file:line:column` of a value, or of the nearest value around it that exists. */
  readonly placeOf: (path: JsonPath) => string;
}

/** What reads and compares values calls itself for each level of them. */
const mostLevels = 100;

/**
 * Parses strict JSON; `source` names the file in messages. A syntax error is a `UsageError`, and so is what JSON allows
 * though nobody means it: a key that is there twice, or hundreds of lists inside of each other.
 */
export function parseLocatedJson(written: string, source: string): LocatedJson {
  // Some editors put a byte order mark there.
  const text = written.replace(/^\uFEFF/, "");
  refuseDeep(text, source);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const what = error === undefined || text.trim() === "" ? "the file is empty" : wordsOf(error);
    throw new UsageError(`${placeAt(text, source, error?.offset ?? 0)}: not JSON: ${what}`);
  }
  refuseTwins(root, text, source);
  return {
    value: JSON.parse(text),
    placeOf: (path) => placeAt(text, source, nearestNode(root, path).offset),
  };
}

/** A path as people write it: `faults[0].at`. */
export function renderPath(path: JsonPath): string {
  return path.reduce<string>((sofar, part) => {
    if (typeof part === "number") return `${sofar}[${part}]`;
    const key = onOneLine(part, longestKey);
    return sofar === "" ? key : `${sofar}.${key}`;
  }, "");
}

/** Of a key, messages show no more. */
export const longestKey = 80;

function refuseDeep(text: string, source: string): void {
  const scanner = createScanner(text);
  let levels = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    const first = text[offset];
    if (first === "{" || first === "[") levels++;
    if (first === "}" || first === "]") levels--;
    if (levels <= mostLevels) continue;
    throw new UsageError(
      `${placeAt(text, source, offset)}: lists and objects are more than ${mostLevels} levels deep`,
    );
  }
}

/** Of two values of one key, programs take this one or that. */
function refuseTwins(node: Node, text: string, source: string): void {
  const keys = new Set<unknown>();
  for (const child of node.children ?? []) {
    const [key, value] = child.type === "property" ? (child.children ?? []) : [];
    if (key !== undefined && keys.has(key.value)) {
      const name = onOneLine(String(key.value), longestKey);
      throw new UsageError(`${placeAt(text, source, key.offset)}: "${name}" is there twice`);
    }
    keys.add(key?.value);
    refuseTwins(value ?? child, text, source);
  }
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
  return `${onOneLine(source)}:${before.length}:${column}`;
}

function wordsOf({ error }: ParseError): string {
  // The library's codes are words already: PropertyNameExpected.
  return printParseErrorCode(error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}
