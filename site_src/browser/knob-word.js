// <knob-word lang="nl" data-say="gewicht" data-clip="…/nl-weight.mp3">: says a word. A voice that lives on the reader's own
// device speaks; where there is none, a clip of ours is played. A remote voice would send the word away, and never does.
// The button shows only where one of the two can be heard.
const voices = () => globalThis.speechSynthesis?.getVoices() ?? [];
let sound; // made at the first press: browsers keep sound silent before

/** The voice to speak a language with: on the device, of the usual country first; undefined if there is none. */
export function choose(offered, lang) {
  const own = offered.filter(({ localService, lang: spoken }) => localService && isOf(spoken, lang));
  const usual = { nl: "nl-nl", en: "en-us" }[lang];
  return own.find((voice) => tagOf(voice.lang) === usual) ?? own[0];
}

const tagOf = (spoken) => spoken.replace("_", "-").toLowerCase();
const isOf = (spoken, lang) => tagOf(spoken).split("-")[0] === lang;

async function play(clip) {
  sound ??= new AudioContext();
  await sound.resume();
  const answer = await fetch(clip);
  if (!answer.ok) throw new Error(`${clip}: ${answer.status}`);
  const source = new AudioBufferSourceNode(sound, {
    buffer: await sound.decodeAudioData(await answer.arrayBuffer()),
  });
  source.connect(sound.destination);
  source.start();
}

class KnobWord extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.say());
    this.show();
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => this.show()); // Chromium lists them late
  }

  get canPlay() {
    return "AudioContext" in globalThis;
  }

  show() {
    this.hidden = !choose(voices(), this.lang) && !this.canPlay;
  }

  say() {
    const voice = choose(voices(), this.lang);
    if (!voice) return this.playClip();
    const words = new SpeechSynthesisUtterance(this.dataset.say);
    Object.assign(words, { voice, lang: voice.lang, rate: 0.9 });
    words.addEventListener(
      "error",
      ({ error }) => error === "canceled" || error === "interrupted" || this.playClip(),
    );
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  }

  playClip() {
    if (this.canPlay) play(this.dataset.clip).catch(() => (this.hidden = true)); // offline, and the clip not kept
  }
}

customElements.define("knob-word", KnobWord);
