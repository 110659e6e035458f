// When a word is asked again: Leitner's boxes (S. Leitner, So lernt man lernen, 1972), in the form that Settles and Meeder
// (A Trainable Spaced Repetition Model for Language Learning, 2016, https://aclanthology.org/P16-1174/) compare with
// later ones: what was known waits twice as long, what was missed half as long. Box 0 is for words that wait for nothing.
//
// Two things are ours. Who stays away and still knows a word has shown more than was asked, so it then waits at least as
// long again. And what is overdue is asked first, and that is all: no box empties by itself.
//
// A word that was asked is {box, day}: day is when, in whole days since 1970 on the reader's own calendar. A new word is
// undefined. All functions here are pure.

export const DAYS = [0, 1, 2, 4, 8, 16, 32, 64]; // how long a word waits in each box
export const KNOWN = 4; // from this box on a reader knows a word: it was right four times, over a week at least
export const ROUND = 10; // words

const TOP = DAYS.length - 1;

export function dayOf(date) {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
}

export function dueDay({ box, day }) {
  return day + DAYS[box];
}

/** A day that is still to come is a clock that was wrong: the word is asked now. */
export function isDue(word, today) {
  return word !== undefined && (today >= dueDay(word) || today < word.day);
}

/** The word after an answer. `again`: in this round it was missed already, which is not held against it twice. */
export function answered(word, right, today, again = false) {
  if (!right && again) return word;
  if (!right) return { box: Math.max(0, (word?.box ?? 0) - 1), day: today };
  if (word === undefined) return { box: 1, day: today };
  if (!isDue(word, today)) return word; // practised before its day: that shows nothing
  const enough = DAYS.findIndex((days) => days >= today - word.day);
  return { box: Math.min(TOP, Math.max(word.box + 1, enough < 0 ? TOP : enough)), day: today };
}

/** The keys of a round: overdue words, the longest overdue first, then new ones in the order of `keys`. */
export function round(keys, words, today, size = ROUND) {
  const late = (key) => today - dueDay(words[key]);
  const due = keys.filter((key) => isDue(words[key], today)).sort((one, other) => late(other) - late(one));
  return [...due, ...keys.filter((key) => words[key] === undefined)].slice(0, size);
}

/** How a word is asked: each box has its exercise, from the easiest on. */
export function kindOf(kinds, word) {
  return kinds[(word?.box ?? 0) % kinds.length];
}

/** What a reader can be told: how many of `keys` they know, how many are due, and the first day on which one will be. */
export function tally(keys, words, today) {
  const asked = keys.map((key) => words[key]).filter((word) => word !== undefined);
  const waiting = asked.filter((word) => !isDue(word, today)).map(dueDay);
  return {
    known: asked.filter(({ box }) => box >= KNOWN).length,
    due: asked.length - waiting.length,
    fresh: keys.length - asked.length,
    next: waiting.length ? Math.min(...waiting) : undefined,
  };
}
