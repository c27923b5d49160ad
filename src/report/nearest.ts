const longestWord = 200;

/** The candidates that look most like a word, best first, each once. */
export function nearest(word: string, candidates: readonly string[], count = 1): readonly string[] {
  // Comparing takes a step for each pair of letters, and a word in a file may be of any length.
  const compared = word.slice(0, longestWord);
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, edits: editsBetween(compared, candidate) }))
    .toSorted((one, other) => one.edits - other.edits)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** What somebody probably meant to type, if any candidate is close enough. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const [best] = nearest(word, candidates);
  if (best === undefined) return undefined;
  return editsBetween(word, best) <= Math.max(2, word.length / 3) ? best : undefined;
}

/** Levenshtein's distance. */
function editsBetween(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      const removed = (previous[column] ?? 0) + 1;
      const added = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, removed, added));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}
