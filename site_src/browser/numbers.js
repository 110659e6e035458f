// Numbers as each language writes them, and as its readers type them; knobs/text.py does the same in Python.

// A slider's value as knobs.text.number writes it: a true minus, no minus zero, groups from five digits on in Dutch.
// Intl.NumberFormat could, but the first one takes as long as two frames, in the middle of the first turn of a knob.
export function number(value, lang, decimals) {
  const told = value.toFixed(decimals);
  return typed(Number(told) ? told : told.replace("-", ""), lang).replace("-", "−");
}

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
