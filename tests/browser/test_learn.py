"""A model learns in the page, by the kernel, in three engines; what it has become can be asked on another page."""

from .engines import Engine

LEARN = "document.querySelector('knob-demo[name=learn]')"
NEXT = "document.querySelector('knob-demo[name=next-word]')"
SAID = f"() => {LEARN}.querySelector('desc[data-say]').textContent"
READ = f"() => Number(({SAID})().match(/Words read: ([\\d,]+)/)?.[1].replaceAll(',', '') ?? 0)"
LOSS = f"() => Number(({SAID})().match(/The loss is ([\\d.]+)/)[1])"
RESTS = f"() => {LEARN}.dataset.going === undefined && !{LEARN}.asking"
ASK = f"""() => {{
  const model = {NEXT}.querySelector('[name=model]');
  model.value = 'trained';
  model.dispatchEvent(new Event('input', {{ bubbles: true }}));
}}"""
OFFERED = f"() => [...{NEXT}.querySelectorAll('.k-bars .k-offer')].map((offer) => offer.textContent)"
FILE = "look in site_src/knobs/learning/kept.py"


def test_it_learns_and_is_asked(engine: Engine, address: str) -> None:
    engine.open(address + "/how-values-are-assigned/")
    assert 6 < engine.evaluate(LOSS) < 6.5, "the picture of the page is of a model that has read nothing"
    engine.click("knob-demo[name=learn] .k-offer")
    engine.wait(f"() => ({READ})() > 6000")
    engine.click("knob-demo[name=learn] .k-offer")
    engine.wait(RESTS)
    read = engine.evaluate(READ)
    assert engine.evaluate(LOSS) < 5, "look in site_src/knobs/learning/training.py"
    engine.open(address + "/pocket-model/")
    engine.evaluate(ASK)
    engine.wait(f"() => ({OFFERED})().length > 4 && !{NEXT}.asking")
    engine.open(address + "/nl/how-values-are-assigned/")
    assert "Je hebt nog een model" in engine.wait(
        f"() => {LEARN}.querySelector('[data-note=earlier]').offsetParent && {LEARN}.innerText"
    ), f"{read} words are lost: {FILE}"
