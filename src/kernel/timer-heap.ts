/** What the heap orders: by `atMs`, and first come first served among those due together. */
export interface HeapEntry {
  atMs: number;
  sequence: number;
  /** Place in the heap, which keeps it up to date; -1 for an entry that is in none. */
  slot: number;
}

/** Binary min-heap whose entries know their place, so that any of them leaves in O(log n). */
export class TimerHeap<Entry extends HeapEntry> {
  #entries: Entry[] = [];

  get first(): Entry | undefined {
    return this.#entries[0];
  }

  add(entry: Entry): void {
    entry.slot = this.#entries.length;
    this.#entries.push(entry);
    this.#rise(entry);
  }

  /** Does nothing when the entry is not in the heap. */
  remove(entry: Entry): void {
    if (entry.slot === -1) return;
    const vacant = entry.slot;
    entry.slot = -1;
    const last = this.#entries.pop();
    if (last === undefined || last === entry) return;
    this.#place(last, vacant);
    this.#rise(last);
    this.#sink(last);
  }

  /** Also where somebody was interrupted in the middle of a change. */
  clear(): void {
    for (const entry of this.#entries) entry.slot = -1;
    this.#entries = [];
  }

  /** All entries, in no order that means anything. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  #rise(entry: Entry): void {
    while (entry.slot > 0) {
      const parentSlot = (entry.slot - 1) >> 1;
      const parent = this.#entries[parentSlot];
      if (parent === undefined || !isBefore(entry, parent)) return;
      this.#place(parent, entry.slot);
      this.#place(entry, parentSlot);
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const child = this.#smallerChild(entry.slot);
      if (child === undefined || !isBefore(child, entry)) return;
      const childSlot = child.slot;
      this.#place(child, entry.slot);
      this.#place(entry, childSlot);
    }
  }

  #smallerChild(slot: number): Entry | undefined {
    const left = this.#entries[2 * slot + 1];
    const right = this.#entries[2 * slot + 2];
    return left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
  }

  #place(entry: Entry, slot: number): void {
    this.#entries[slot] = entry;
    entry.slot = slot;
  }
}

function isBefore(one: HeapEntry, other: HeapEntry): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.sequence < other.sequence);
}
