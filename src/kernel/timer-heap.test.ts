import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HeapEntry, TimerHeap } from "./timer-heap.ts";

describe("TimerHeap", () => {
  it("gives its entries back by time, and in order of arrival within the same time", () => {
    const times = fc.array(fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(times, (atMs) => {
        const entries = atMs.map(entryAt);
        const heap = heapOf(entries);

        expect(takeAll(heap)).toEqual(inOrder(entries));
      }),
    );
  });

  it("keeps its order when entries leave from the middle", () => {
    const removals = fc.array(fc.record({ atMs: fc.nat({ max: 9 }), leaves: fc.boolean() }), {
      maxLength: 60,
      size: "max",
    });
    fc.assert(
      fc.property(removals, (planned) => {
        const entries = planned.map(({ atMs }, index) => entryAt(atMs, index));
        const heap = heapOf(entries);
        const leaves = (entry: HeapEntry): boolean => planned[entry.sequence]?.leaves === true;

        for (const entry of heap.entries.filter(leaves)) heap.remove(entry);

        expect(takeAll(heap)).toEqual(inOrder(entries.filter((entry) => !leaves(entry))));
      }),
    );
  });

  it("ignores the removal of an entry that has left", () => {
    const [gone, stays] = [entryAt(1, 0), entryAt(2, 1)];
    const heap = heapOf([gone, stays]);

    heap.remove(gone);
    heap.remove(gone);

    expect(takeAll(heap)).toEqual([stays]);
  });
});

function entryAt(atMs: number, sequence: number): HeapEntry {
  return { atMs, sequence, slot: -1 };
}

function heapOf(entries: readonly HeapEntry[]): TimerHeap<HeapEntry> {
  const heap = new TimerHeap<HeapEntry>();
  for (const entry of entries) heap.add(entry);
  return heap;
}

function takeAll(heap: TimerHeap<HeapEntry>): HeapEntry[] {
  const taken: HeapEntry[] = [];
  for (let first = heap.first; first !== undefined; first = heap.first) {
    heap.remove(first);
    taken.push(first);
  }
  return taken;
}

function inOrder(entries: readonly HeapEntry[]): HeapEntry[] {
  return entries.toSorted((a, b) => a.atMs - b.atMs || a.sequence - b.sequence);
}
