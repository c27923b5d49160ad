import fc from "fast-check";

/** JSON as it is written, so that it can say what no value can: a key twice, a number beyond all numbers. */
type Written =
  | { readonly kind: "raw"; text: string }
  | { readonly kind: "list"; items: Written[] }
  | { readonly kind: "object"; fields: [key: string, value: Written][] };

/** Changes a file, as a person, a program or a disk may. */
type Mutation = (file: Buffer) => Buffer;

/** Files that began as one of these, and were changed in one to three ways. */
export function mutatedFiles(files: readonly Buffer[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(
      fc.constantFrom(...files),
      fc.array(fc.oneof({ weight: 4, arbitrary: valueMutation }, textMutation), {
        minLength: 1,
        maxLength: 3,
      }),
    )
    .map(([file, mutations]) => mutations.reduce((mutated, mutation) => mutation(mutated), file));
}

/** Halves of pairs, too. fast-check's own "binary" lists all others first, which takes a second and 100 MB. */
const codePoint = fc.nat(0x10_ff_ff).map((point) => String.fromCodePoint(point));

const oddTexts = [
  "",
  "\u001B[2J\u001B[31mred",
  "two\n✓ as expected: held",
  "\r\u0007\u0000",
  "\u202Egnp.exe\u2066",
  "\uD800",
  "\u009B5n",
  "e\u0301\u0301\u0301",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../etc/passwd",
  "payment.charge",
  "checkpoint SUCCEED charge-payment",
  "invocation start",
  "orders > checkpoint",
  "checkpoint ",
  "lose-reply",
  "client-error",
  "held",
  "x".repeat(100_000),
  " ".repeat(2_000),
  "ß→東京😀",
] as const;

const oddNumbers = [
  "0",
  "-0",
  "-1",
  "1.5",
  "1e9",
  "1000000000",
  "9007199254740991",
  "9007199254740993",
  "1e308",
  "1e999",
  "-1e999",
  "5e-324",
  "01",
  "+1",
  "1.",
  ".5",
  "NaN",
  "Infinity",
  "0x10",
  "1_000",
  "9".repeat(5_000),
] as const;

const rawValue: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("null", "true", "false", "[]", "{}", "[[]]", `{"__proto__": {"polluted": 1}}`),
  fc.constantFrom(...oddNumbers),
  fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)),
  fc.string({ unit: codePoint, maxLength: 20 }).map((text) => JSON.stringify(text)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.nat({ max: 30_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
  fc.nat({ max: 10_000 }).map((depth) => `${`{"a":`.repeat(depth)}1${"}".repeat(depth)}`),
);

const oddKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...oddTexts, "version", "world", "input", "faults", "expect", "seed", "$schema"),
  fc.string({ unit: codePoint, maxLength: 10 }),
);

/** What a person may well have written there, by the name of the field. */
const plausible: Readonly<Record<string, fc.Arbitrary<string>>> = {
  name: fc.constantFrom(...oddTexts).map((text) => JSON.stringify(`a ${text}`)),
  world: fc.constantFrom('"order-hardened"', '"orders-hardened"', '"order-by-aws-docs"'),
  at: fc
    .oneof(
      fc.constantFrom("payment.charge", "inventory.reserve", "wake-up", "invocation end"),
      fc.constantFrom(...oddTexts).map((text) => `payment.${text}`),
      fc.constantFrom(...oddTexts).map((text) => `checkpoint ${text}`),
    )
    .map((text) => JSON.stringify(text)),
  from: fc.constantFrom("1", "2", "1000000000", "9007199254740991"),
  times: fc.constantFrom("1", "3", "1000000000", "9007199254740991"),
  fault: fc.constantFrom(
    '"crash-after"',
    '"refuse"',
    '"throttle"',
    '"stall"',
    '"zombie"',
    '"stop"',
  ),
  seed: fc.oneof(
    fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)),
    fc.constant("-7"),
  ),
  expect: fc.constantFrom(
    `{ "verdict": "held" }`,
    `{ "verdict": "inconclusive" }`,
    `{ "verdict": "stuck", "invariants": ["ends-after-faults-stop"] }`,
    `{ "verdict": "violated", "invariants": ["no\u001b[31m\n-such"] }`,
    `{ "verdict": "violated", "invariants": [${'"x",'.repeat(10_000)}"x"] }`,
  ),
  qty: fc.constantFrom("1", "1000", "1000000000", "9007199254740991"),
  price: fc.constantFrom("0.01", "1e15", "9007199254740991"),
  orderId: fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)),
  customerId: fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)),
  sku: fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)),
  zip: fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)),
  token: fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)),
};

type Change = (nodes: readonly Written[], pick: number) => void;

const change: fc.Arbitrary<Change> = fc.oneof(
  rawValue.map(
    (text): Change =>
      (nodes, pick) =>
        become(at(nodes, pick), text),
  ),
  fc.constant<Change>((nodes, pick) => {
    const holder = withFields(nodes, pick);
    holder?.fields.splice(pick % Math.max(1, holder.fields.length), 1);
  }),
  oddKey.map((key): Change => (nodes, pick) => {
    const field = fieldAt(nodes, pick);
    if (field !== undefined) field[0] = key;
  }),
  fc.tuple(oddKey, rawValue).map(([key, text]): Change => (nodes, pick) => {
    withFields(nodes, pick)?.fields.push([key, { kind: "raw", text }]);
  }),
  // The same key twice.
  fc.constant<Change>((nodes, pick) => {
    const field = fieldAt(nodes, pick);
    if (field !== undefined) withFields(nodes, pick)?.fields.push([...field]);
  }),
  fc.nat({ max: 3_000 }).map((copies): Change => (nodes, pick) => {
    const lists = nodes.filter((node) => node.kind === "list");
    const list = lists[pick % Math.max(1, lists.length)];
    const [first] = list?.items ?? [];
    if (first !== undefined) list?.items.push(...Array.from({ length: copies }, () => first));
  }),
);

const plausibleChange: fc.Arbitrary<Change> = fc
  .constantFrom(...Object.entries(plausible))
  .chain(([key, texts]) =>
    texts.map((text): Change => (nodes, pick) => {
      const fields = nodes
        .flatMap((node) => (node.kind === "object" ? node.fields : []))
        .filter(([name]) => name === key);
      become(fields[pick % Math.max(1, fields.length)]?.[1], text);
    }),
  );

const valueMutation: fc.Arbitrary<Mutation> = fc
  .tuple(fc.oneof({ weight: 2, arbitrary: plausibleChange }, change), fc.nat())
  .map(([apply, pick]): Mutation => (file) => {
    try {
      const root = written(JSON.parse(file.toString()));
      apply(nodesOf(root), pick);
      return Buffer.from(textOf(root));
    } catch {
      // What is no JSON any more, or too deep, is only for the other mutations.
      return file;
    }
  });

const textMutation: fc.Arbitrary<Mutation> = fc
  .tuple(fc.nat(), fc.nat({ max: 255 }), fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 12 }))
  .map(([pick, byte, bytes, way]): Mutation => (file) => {
    const place = pick % (file.length + 1);
    const [before, after] = [file.subarray(0, place), file.subarray(place)];
    switch (way) {
      case 0:
        return before;
      case 1:
        return after;
      case 2:
        return Buffer.from(bytes);
      case 3:
        return Buffer.concat([Buffer.from("\uFEFF"), file]);
      case 4:
        return Buffer.concat([before, bytes, after]);
      case 5:
        return Buffer.concat([before, after.subarray(byte)]);
      case 6:
        return Buffer.concat([before, file, after]);
      case 7:
        return Buffer.from(file.toString().replaceAll("\n", byte % 2 === 0 ? "\r\n" : "\r"));
      case 8:
        return Buffer.from(file.toString(), "utf16le");
      case 9:
        return Buffer.concat([before, Buffer.from(oddTexts[byte % oddTexts.length] ?? ""), after]);
      case 10:
        return Buffer.concat([file, Buffer.alloc(byte * 100, " ")]);
      case 11:
        return Buffer.concat([before, Buffer.from(byte % 2 === 0 ? "// why\n" : ","), after]);
      default:
        return Buffer.concat([before, Buffer.from([byte]), after.subarray(1)]);
    }
  });

function written(value: unknown): Written {
  if (Array.isArray(value)) return { kind: "list", items: value.map((item) => written(item)) };
  if (typeof value !== "object" || value === null) {
    return { kind: "raw", text: JSON.stringify(value) };
  }
  const fields = Object.entries(value).map(([key, field]): [string, Written] => [
    key,
    written(field),
  ]);
  return { kind: "object", fields };
}

function textOf(node: Written): string {
  switch (node.kind) {
    case "raw":
      return node.text;
    case "list":
      return `[${node.items.map((item) => textOf(item)).join(", ")}]`;
    case "object":
      return `{${node.fields.map(([key, field]) => `${JSON.stringify(key)}: ${textOf(field)}`).join(", ")}}`;
  }
}

/** The node, and all that are in it. */
function nodesOf(root: Written): readonly Written[] {
  const nodes = [root];
  for (const node of nodes) {
    if (node.kind === "list") nodes.push(...node.items);
    if (node.kind === "object") nodes.push(...node.fields.map(([, field]) => field));
  }
  return nodes;
}

function at(nodes: readonly Written[], pick: number): Written | undefined {
  return nodes[pick % nodes.length];
}

/** Becomes a raw value, in its place. */
function become(node: Written | undefined, text: string): void {
  if (node !== undefined) Object.assign(node, { kind: "raw", text });
}

function withFields(
  nodes: readonly Written[],
  pick: number,
): Extract<Written, { kind: "object" }> | undefined {
  const objects = nodes.filter((node) => node.kind === "object");
  return objects[pick % Math.max(1, objects.length)];
}

function fieldAt(nodes: readonly Written[], pick: number): [string, Written] | undefined {
  const fields = withFields(nodes, pick)?.fields ?? [];
  return fields[Math.floor(pick / 7) % Math.max(1, fields.length)];
}
