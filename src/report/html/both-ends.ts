/** At most so many items of a list: its beginning and its end. */
export function bothEnds<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const head = Math.ceil(most / 2);
  return [...items.slice(0, head), ...items.slice(items.length - (most - head))];
}
