// The editor of a snippet: CodeMirror, in the site's own type and ink. A page fetches it when a reader first presses
// Edit; the build puts it and the libraries into one file (sitekit/bundle.py). Tab indents, as in every editor of
// code, so there is a way out: after Esc, Tab and Shift-Tab move on. The page says so, and `hint` names that sentence.

import {
  history,
  historyKeymap,
  indentLess,
  indentMore,
  isolateHistory,
  standardKeymap,
  toggleComment,
} from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap } from "@codemirror/view";
import { styleTags, tagHighlighter, tags } from "@lezer/highlight";
import { StyleModule } from "style-mod";

const A_DAY = 86_400_000; // ms

// The policy of the site forbids <style> elements that a script writes, and CodeMirror writes one for a document.
// Style sheets made as objects are allowed: they cannot come in with somebody else's HTML.
const sheets = new Map(); // of CodeMirror -> of the browser
StyleModule.mount = (root, modules) => {
  for (const module of [modules].flat()) {
    if (sheets.has(module)) continue;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(module.getRules());
    sheets.set(module, sheet);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]; // the last one wins, as CodeMirror means it
  }
};

// The classes that Pygments gives to code in a page, so that look.css styles both alike.
const colours = tagHighlighter([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword], class: "k" },
  { tag: tags.moduleKeyword, class: "kn" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: tags.operatorKeyword, class: "ow" },
  { tag: tags.modifier, class: "o" }, // the stars and {:.2f} that would else count as keywords
  { tag: tags.docString, class: "sd" },
  { tag: tags.lineComment, class: "c1" },
]);
const python = pythonLanguage.configure({
  props: [styleTags({ async: tags.keyword, "ExpressionStatement/String": tags.docString })],
});

// In shared code, a character that cannot be seen may hide what the code does: show its number.
const unseen = highlightSpecialChars({
  render(code) {
    const mark = document.createElement("span");
    mark.className = "k-unseen";
    mark.textContent = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    return mark;
  },
});

const look = EditorView.theme({
  "&": { backgroundColor: "var(--panel)", color: "var(--ink)" },
  "&.cm-focused": { outline: "3px solid var(--ink)", outlineOffset: "-3px" },
  ".cm-scroller": { overflow: "auto", font: "400 .7rem/1.65 var(--mono)" },
  ".cm-content": { padding: "calc(2*var(--u)) 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 calc(2*var(--u))" },
  ".cm-line::selection, .cm-line ::selection": { backgroundColor: "var(--ink)", color: "var(--paper)" },
  "&.cm-focused .cm-matchingBracket": { background: "none", outline: "1px solid var(--rule)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", outline: "1px dashed var(--ink)" },
  ".k-unseen": { outline: "1px solid var(--rule)", margin: "0 1px" },
  "@media (max-width: 44.9em)": { ".cm-scroller": { fontSize: ".65rem" } },
  // iOS zooms in on anything smaller that takes focus, and does not zoom out again.
  "@media (pointer: coarse)": { ".cm-scroller": { fontSize: "16px" } },
});

const extensions = [
  EditorView.editorAttributes.of({ class: "k-editor" }),
  EditorState.phrases.of({ "Selection deleted": "" }), // CodeMirror speaks English; a screen reader says it anyway
  look,
  unseen,
  history(),
  python,
  syntaxHighlighting(colours),
  indentUnit.of("    "),
  indentOnInput(),
  bracketMatching(),
  EditorView.domEventHandlers({
    blur: (_event, view) => view.setTabFocusMode(0), // who comes back has to press Esc again
  }),
];

// Until another key is pressed, Tab is the browser's. CodeMirror itself would give a reader two seconds for it.
function letTabLeave(view) {
  view.setTabFocusMode(A_DAY);
  return true;
}

/**
 * Put an editor in `parent`. `label` is its accessible name, `hint` the id of the element that says how Tab leaves it.
 * `onChange(text)` hears every change, those by `replace` and undo included; `onRun()` hears Ctrl-Enter or Cmd-Enter.
 * Line ends become "\n". `replace(text)` can be undone by the reader.
 */
export function edit(parent, { text, label, hint, onChange, onRun }) {
  const run = () => {
    onRun?.();
    return true;
  };
  const keys = [
    { key: "Ctrl-Enter", run },
    { key: "Cmd-Enter", run },
    { key: "Mod-/", run: toggleComment },
    { key: "Tab", run: indentMore, shift: indentLess },
    { key: "Escape", run: letTabLeave },
  ];
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      keymap.of([...keys, ...standardKeymap, ...historyKeymap]),
      extensions,
      // It can be focused without a tabindex too, but not every tool that looks after readers knows that.
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-describedby": hint ?? null,
        tabindex: "0",
      }),
      EditorView.updateListener.of((update) => update.docChanged && onChange?.(update.state.doc.toString())),
    ],
  });
  return {
    text: () => view.state.doc.toString(),
    replace(text) {
      const changes = { from: 0, to: view.state.doc.length, insert: text };
      view.dispatch({ changes, annotations: isolateHistory.of("full") }); // one step of undo, by itself
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
