import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import type { OrderCode } from "../../src/index.ts";

/** A place in the hardened saga's text, and what a mistaken author would have written there. */
export interface Patch {
  readonly file: "attempt" | "keys" | "reconciler" | "saga" | "undo" | "validate";
  readonly replace: string;
  readonly by: string;
}

const folder = new URL("../../src/sagas/hardened/", import.meta.url);

/** The hardened saga and its reconciler with these changes; the files themselves stay as they are. */
export async function mutatedCode(patches: readonly Patch[]): Promise<OrderCode> {
  const { hardenedOrderSaga } = (await load("saga", patches)) as {
    hardenedOrderSaga: OrderCode["saga"];
  };
  const { orderReconciler } = (await load("reconciler", patches)) as {
    orderReconciler: OrderCode["reconciler"];
  };
  return { saga: hardenedOrderSaga, reconciler: orderReconciler };
}

async function load(file: Patch["file"], patches: readonly Patch[]): Promise<unknown> {
  return import(/* @vite-ignore */ moduleUrl(file, patches));
}

/** A module as a URL that holds all of it, and of the files of the folder that it imports. */
function moduleUrl(file: string, patches: readonly Patch[]): string {
  const text = readFileSync(new URL(`${file}.ts`, folder), "utf8");
  const linked = stripTypeScriptTypes(patched(text, file, patches)).replaceAll(
    /from "(?<name>[^"]+)"/g,
    (_match, name: string) => `from ${JSON.stringify(target(name, patches))}`,
  );
  return `data:text/javascript;base64,${Buffer.from(linked).toString("base64")}`;
}

function target(name: string, patches: readonly Patch[]): string {
  const own = /^\.\/(?<file>[\w-]+)\.ts$/.exec(name)?.groups?.["file"];
  // From a data URL, nothing but URLs can be imported.
  return own === undefined ? import.meta.resolve(name) : moduleUrl(own, patches);
}

function patched(text: string, file: string, patches: readonly Patch[]): string {
  return patches
    .filter((patch) => patch.file === file)
    .reduce((before, { replace, by }) => {
      if (before.split(replace).length !== 2) {
        throw new Error(`${file}.ts should have this text once: ${replace}`);
      }
      return before.replace(replace, () => by);
    }, text);
}
