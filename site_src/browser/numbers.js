// Numbers as each language writes them, and as its readers type them; knobs/text.py does the same in Python.

// A slider's value as knobs.text.number writes it: a true minus, and groups from five digits on in Dutch.
export function number(value, lang, decimals) {
  const key = `${lang} ${decimals}`;
  if (!formats.has(key)) {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const useGrouping = lang === "nl" ? "min2" : true;
    formats.set(key, new Intl.NumberFormat(lang, { ...digits, useGrouping }));
  }
  return formats
    .get(key)
    .format(value || 0)
    .replace("-", "−"); // || 0: there is no minus zero
}

const formats = new Map(); // to make one takes longer than a turn of a knob may

// A typed number without groups and with a decimal point; knobs.text.plain_number reads more, and refuses the rest.
export function plain(text, lang) {
  const [group, mark] = lang === "nl" ? [".", ","] : [",", "."];
  const [whole, ...rest] = text.trim().replace("−", "-").split(mark);
  const isGrouped = new RegExp(`^-?\\d{1,3}([${group} \u00a0\u202f]\\d{3})+$`).test(whole);
  return [isGrouped ? whole.replace(/[^-\d]/g, "") : whole, ...rest].join(".");
}

// The same number as a reader of this language would type it.
export function typed(text, lang) {
  const [, sign, whole, rest] = String(text).match(/^(-?)(\d+)(?:\.(\d+))?$/) ?? [];
  if (whole === undefined) return text;
  const grouped =
    whole.length > (lang === "nl" ? 4 : 3)
      ? whole.replace(/\B(?=(\d{3})+$)/g, lang === "nl" ? "." : ",")
      : whole;
  return sign + grouped + (rest ? (lang === "nl" ? "," : ".") + rest : "");
}
