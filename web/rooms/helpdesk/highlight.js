/** Which pieces of a text are what somebody looked for. Pure. */

const SHORTEST_STEM = { wide: 2, narrow: 4 }; // letters that are left of a word without its ending

/**
 * The text in pieces `{text, hit}` which together are the text. A word that does not stand there as
 * it was typed is looked for without its last letters: Korean particles, endings, plurals.
 */
export function pieces(text, query) {
  const low = text.toLowerCase();
  if (low.length !== text.length) return [{ text, hit: false }]; // places would not fit (İ)
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const marks = new Array(text.length).fill(false);
  for (const word of words) mark(marks, low, stemIn(low, word));
  return grouped(text, marks);
}

/** The longest beginning of a word, its stem at least, that the text holds; else "". */
function stemIn(text, word) {
  const shortest = word > "\u2e7f" ? SHORTEST_STEM.wide : SHORTEST_STEM.narrow;
  for (let length = word.length; length >= Math.min(shortest, word.length); length -= 1)
    if (text.includes(word.slice(0, length))) return word.slice(0, length);
  return "";
}

function mark(marks, text, word) {
  if (!word) return;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    marks.fill(true, at, at + word.length);
}

function grouped(text, marks) {
  const found = [];
  let begin = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && marks[at] === marks[begin]) continue;
    found.push({ text: text.slice(begin, at), hit: marks[begin] });
    begin = at;
  }
  return found;
}
