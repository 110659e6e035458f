// Whether what a reader typed is the word. Small slips are forgiven, and each is named, so that it can be told:
//
// judge("de gewicht", {lang: "nl", answers: ["gewicht"], article: "het"}) is {right: true, notes: ["article"]}
//
// capital, accent, spacing   the letters are right
// spelling                   one letter is not, in a long word two
// form                       the word in another form: the plural, say
// also                       another word for the same
// article, no-article        the article is another one, or there is none
// other                      not right: it is another word of the list

const ARTICLES = { nl: /^(de|het|een|'t|'n) (?=.)/i, en: /^(the|a|an|to) (?=.)/i };
const LETTERS = [
  ["", (text) => text],
  ["capital", (text) => text.toLowerCase()],
  ["accent", (text) => plain(text.toLowerCase())],
  ["spacing", joined],
];

/** `forms` and `also` are further answers; `others`, in `closed` form, are words that a slip must not lead to. */
export function judge(given, { lang, answers, article, forms = [], also = [], others }) {
  const typed = tidy(given);
  const before = typed.match(ARTICLES[lang])?.[1].toLowerCase();
  const word = before ? typed.slice(before.length + 1) : typed;
  const notes = lang === "nl" ? aboutArticle(before?.replace("'t", "het"), article) : [];
  const wanted = answers.map((answer) => bare(answer, lang));
  const found = letters(word, wanted);
  if (found !== undefined) return { right: true, notes: [...notes, ...(found ? [found] : [])] };
  for (const [note, list] of Object.entries({ form: forms, also })) {
    if (
      letters(
        word,
        list.map((answer) => bare(answer, lang)),
      ) !== undefined
    )
      return { right: true, notes: [...notes, note] };
  }
  if (others?.has(joined(word))) return { right: false, notes: ["other"] };
  const close = wanted.some((answer) => distance(joined(word), joined(answer)) <= allowed(joined(answer)));
  return close ? { right: true, notes: [...notes, "spelling"] } : { right: false, notes: [] };
}

/** A word for looking it up: no article, no capitals, no accents, no spaces, no hyphens. */
export function closed(text, lang) {
  return joined(tidy(text).replace(ARTICLES[lang], ""));
}

function joined(text) {
  return plain(text.toLowerCase()).replace(/[\s-]/g, "");
}

function tidy(text) {
  return text
    .normalize("NFC")
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010-\u2014]/g, "-")
    .replace(/["\u201c\u201d]/g, "")
    .replace(/\s+/g, " ")
    .replace(/^[\s']+(?![tn] )|[\s.,;:!?]+$/g, "")
    .trim();
}

function bare(answer, lang) {
  return lang === "en" ? tidy(answer).replace(/^to /, "") : tidy(answer);
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}

// The smallest slip that leads to one of the answers: "" for none; undefined if there is no such slip.
function letters(word, answers) {
  return LETTERS.find(([, seen]) => answers.some((answer) => seen(answer) === seen(word)))?.[0];
}

function aboutArticle(before, article) {
  if (!before || article === undefined || before === article) return [];
  if (!article) return ["no-article"];
  return before === "de" || before === "het" ? ["article"] : []; // “een” fits both
}

function allowed(answer) {
  return answer.length < 5 ? 0 : answer.length < 10 ? 1 : 2;
}

// Letters to add, drop, change, or swap with their neighbour: Damerau and Levenshtein, each letter once.
function distance(one, other) {
  let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const differs = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + differs);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}
