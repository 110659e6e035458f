// HTML from a Python in which a reader's code has run. That code can say anything in our name, so what it says is
// taken apart and put together again from what knobs draws with: no scripts, no addresses, no forms, no styles.
// The build puts this and DOMPurify into one file (sitekit/bundle.py).

import DOMPurify from "dompurify";

const RULES = {
  USE_PROFILES: { html: true, svg: true },
  FORBID_TAGS: [
    "a",
    "area",
    "audio",
    "base",
    "button",
    "form",
    "image",
    "img",
    "input",
    "picture",
    "select",
    "style",
    "svg:style",
    "textarea",
    "use",
    "video",
  ],
  FORBID_ATTR: ["action", "background", "href", "id", "name", "src", "srcset", "style", "xlink:href"],
  RETURN_DOM_FRAGMENT: true,
};
// The controls of a demo whose source the reader has changed: a form's inside, without its form.
const CONTROLS = {
  ...RULES,
  FORBID_TAGS: RULES.FORBID_TAGS.filter((tag) => !["button", "input", "select"].includes(tag)),
  FORBID_ATTR: RULES.FORBID_ATTR.filter((attribute) => attribute !== "name"),
  SANITIZE_DOM: false, // a control may be called as its argument is: “action”, say; nothing here reads form.action
};

// What a picture can offer is values for its form, and the form checks them (take() in knob-demo.js). All else that a
// button could stand for in our name is taken off it.
const PICTURE = { ...RULES, FORBID_TAGS: RULES.FORBID_TAGS.filter((tag) => tag !== "button") };
const OF_AN_OFFER = ["class", "data-set", "aria-label", "lang"];

/** A picture or a report. */
export function clean(html) {
  const picture = DOMPurify.sanitize(html, PICTURE);
  for (const button of picture.querySelectorAll("button")) {
    if (!button.hasAttribute("data-set")) button.replaceWith(...button.childNodes);
    for (const name of button.getAttributeNames())
      if (!OF_AN_OFFER.includes(name)) button.removeAttribute(name);
    button.type = "button";
  }
  return picture;
}

/** The controls of a demo. */
export const cleanControls = (html) => DOMPurify.sanitize(html, CONTROLS);
