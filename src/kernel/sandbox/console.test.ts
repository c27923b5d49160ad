import nodeConsole, { Console } from "node:console";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { enterRealm } from "./gate.ts";
import { RecordingRealm } from "./recording-realm.ts";

describe("consoles in a realm", () => {
  it("log to it, whether global, imported, or built on the spot", () => {
    const logged = loggedBy(() => {
      globalThis.console.log("order %s: %d", "o1", 42);
      nodeConsole.warn({ nested: { deep: true } });
      new Console(process.stdout, process.stderr).error("failed:", "no stock");
      new globalThis.console.Console({ stdout: process.stdout }).debug("details");
    });
    expect(logged).toEqual([
      "log: order o1: 42",
      "warn: { nested: { deep: true } }",
      "error: failed: no stock",
      "debug: details",
    ]);
  });

  it("log to it also when they were built outside", () => {
    const { output, stream } = memoryStream();
    const built = new Console(stream);
    expect(loggedBy(() => built.info("inside"))).toEqual(["info: inside"]);
    expect(output).toEqual([]);
  });

  it("have all their methods", () => {
    const logged = loggedBy(() => {
      const built = new Console(process.stdout);
      built.assert(true, "fine");
      built.assert(false, "not fine");
      built.time("clock");
      built.timeEnd("clock");
      built.group("group");
      built.groupEnd();
      built.count("calls");
      built.table([1]);
      built.dir({ a: 1 });
    });
    expect(logged).toEqual([
      "warn: not fine",
      "log: clock",
      "log: group",
      "log: calls",
      "log: [ 1 ]",
      "log: { a: 1 }",
    ]);
  });

  it("are consoles, and subclasses of Console are themselves", () => {
    class OwnConsole extends Console {
      readonly label = "own";
      labelled(): string {
        return this.label;
      }
    }
    enterRealm(new RecordingRealm(), () => {
      expect(new Console(process.stdout)).toBeInstanceOf(Console);
      expect(new OwnConsole(process.stdout).labelled()).toBe("own");
    });
    expect({}).not.toBeInstanceOf(Console);
  });

  it("say nothing when they are used after the realm", () => {
    const realm = new RecordingRealm();
    const built = enterRealm(realm, () => new Console(process.stdout));
    built.log("too late");
    expect(realm.logged).toEqual([]);
  });
});

describe("consoles outside of a realm", () => {
  it("write to their stream", () => {
    const { output, stream } = memoryStream();
    const built = new Console(stream);
    built.log("outside");
    built.group();
    built.log("indented");
    expect(output).toEqual(["outside\n", "  indented\n"]);
  });

  it("look like Node's own", () => {
    expect(Console.name).toBe("Console");
    expect(console).toBeInstanceOf(Console);
    expect(Reflect.get(console, "log")).toHaveProperty("name", "log");
  });
});

function loggedBy(work: () => void): readonly string[] {
  const realm = new RecordingRealm();
  enterRealm(realm, work);
  return realm.logged;
}

function memoryStream(): { readonly output: string[]; readonly stream: Writable } {
  const output: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      output.push(chunk.toString());
      done();
    },
  });
  return { output, stream };
}
