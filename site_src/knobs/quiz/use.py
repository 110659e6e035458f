"""Five questions about what parameters are good for and what they cost. Their numbers follow from the sizes of models.

Which answer is right is written down here; tests/knobs/demos/test_quiz.py works it out.
"""

from ..cost import weights_bytes
from ..count import active
from ..models import models
from ..text import Text, same
from .question import Option, Question

GB = 1e9
ROOM = 6.0  # GB, as much as a phone may have to spare
LORA_RANK, LORA_MATRICES = 1, 2  # the smallest in its paper (arXiv 2106.09685): queries and values
MMLU_LARGER, MMLU_SMALLER = 53.8, 66.6  # Llama 2 13B, Llama 3 8B: Meta's model card of Llama 3, April 2024


def lora_parameters() -> int:
    """Two strips of `rank` by d_model for each of the matrices that are adapted in each layer of GPT-3."""
    gpt3 = models()["gpt3-175b"].arch
    return gpt3.n_layers * LORA_MATRICES * 2 * LORA_RANK * gpt3.d_model


def gigabytes(model: str, number_format: str) -> float:
    return weights_bytes(models()[model].total, number_format) / GB


def times_less(model: str) -> float:
    """How many times fewer parameters work at one token than there are."""
    found = models()[model]
    return found.total / active(found.arch).all_tables


GPT3 = models()["gpt3-175b"].total
V3 = models()["deepseek-v3"]

TAKES = Text(en="That takes {size:.1f} GB.", nl="Daar is {size:.1f} GB voor nodig.")
FITS = Text(
    en="{size:.1f} GB, which leaves room for what a model keeps of the text.",
    nl="{size:.1f} GB, en dan is er nog plaats voor wat een model van de tekst bewaart.",
)


def bits_option(bits: int, number_format: str) -> Option:
    size = gigabytes("llama3-8b", number_format)
    return Option(same(f"{bits} bits"), (FITS if size < ROOM else TAKES).fill(size=size))


USE = (
    Question(
        Text(
            en="Llama 2 13B read 2 trillion tokens; Llama 3 8B read more than 15 trillion. Which does better on MMLU, a test "
            "of thousands of exam questions?",
            nl="Llama 2 13B las 2 biljoen tokens; Llama 3 8B las er meer dan 15 biljoen. Welke doet het beter op MMLU, een "
            "test van duizenden examenvragen?",
        ),
        (
            Option(
                Text(en="The larger one", nl="Het grootste"),
                Text(
                    en="More knobs help only if there is text enough to set them.",
                    nl="Meer draaiknoppen helpen alleen als er genoeg tekst is om ze in te stellen.",
                ),
            ),
            Option(
                Text(en="The smaller one", nl="Het kleinste"),
                Text(
                    en="{smaller:.1f} against {larger:.1f}. More text makes up for fewer knobs; other things had changed as well.",
                    nl="{smaller:.1f} tegen {larger:.1f}. Meer tekst maakt minder draaiknoppen goed; er was ook meer veranderd.",
                ).fill(smaller=MMLU_SMALLER, larger=MMLU_LARGER),
            ),
            Option(
                Text(en="They are about equal", nl="Het scheelt weinig"),
                Text(
                    en="They are {apart:.1f} points apart, out of 100.",
                    nl="Het scheelt {apart:.1f} punten van de 100.",
                ).fill(apart=MMLU_SMALLER - MMLU_LARGER),
            ),
        ),
        1,
        "../article-check/#claim-22",
        Text(en="we checked the article, claim 22", nl="het artikel nagekeken, bewering 22"),
    ),
    Question(
        Text(
            en="Suppose you have GPT-3, and adapt it with LoRA: you train {added} parameters of your own. You keep 16 bits for "
            "each. How much memory do the weights take when you use it?",
            nl="Stel dat je GPT-3 hebt, en het aanpast met LoRA: je traint {added} eigen parameters. Je bewaart 16 bits per "
            "stuk. Hoeveel geheugen vragen de gewichten als je het gebruikt?",
        ).fill(added=lora_parameters()),
        (
            Option(
                Text(en="{size:.2f} GB", nl="{size:.2f} GB").fill(
                    size=weights_bytes(lora_parameters(), "bf16") / GB
                ),
                Text(
                    en="That is your addition alone: what you would send to somebody who has GPT-3 already.",
                    nl="Dat is alleen jouw toevoeging: wat je iemand zou sturen die GPT-3 al heeft.",
                ),
            ),
            Option(
                Text(en="{size:.0f} GB", nl="{size:.0f} GB").fill(size=gigabytes("gpt3-175b", "int8")),
                Text(
                    en="That is 8 bits for each parameter. LoRA adds, and rounds nothing.",
                    nl="Dat is 8 bits per parameter. LoRA voegt toe, en rondt niets af.",
                ),
            ),
            Option(
                Text(en="{size:.0f} GB", nl="{size:.0f} GB").fill(size=gigabytes("gpt3-175b", "bf16")),
                Text(
                    en="All of GPT-3, and your addition beside it: frozen parameters still take part at every token.",
                    nl="Heel GPT-3, met jouw toevoeging ernaast: bevroren parameters doen nog bij elk token mee.",
                ),
            ),
        ),
        2,
        "../pocket-model/#adapter",
        Text(en="the pocket model, a small addition", nl="het zakmodel, een kleine toevoeging"),
    ),
    Question(
        Text(
            en="In DeepSeek-V3 every token uses about one in {times:.0f} of the parameters. Beside a model of that size that "
            "uses all of them, what is {times:.0f} times less?",
            nl="In DeepSeek-V3 gebruikt elk token ongeveer één op de {times:.0f} parameters. Wat is {times:.0f} keer zo weinig "
            "als bij een even groot model dat ze allemaal gebruikt?",
        ).fill(times=times_less("deepseek-v3")),
        (
            Option(
                Text(en="The arithmetic for a token", nl="Het rekenwerk voor een token"),
                Text(
                    en="What is not asked is not computed.",
                    nl="Wat niet gevraagd wordt, wordt niet uitgerekend.",
                ),
            ),
            Option(
                Text(en="The memory", nl="Het geheugen"),
                Text(
                    en="Every expert has to be there: the next token may ask for another one.",
                    nl="Elke expert moet er zijn: het volgende token kan om een andere vragen.",
                ),
            ),
            Option(
                Text(en="Both", nl="Allebei"),
                Text(
                    en="The arithmetic is, and the memory is not: it has to hold all {total:.0f} billion.",
                    nl="Het rekenwerk wel, en het geheugen niet: daar moeten alle {total:.0f} miljard in.",
                ).fill(total=V3.total / 1e9),
            ),
        ),
        0,
        "../pocket-model/#experts",
        Text(en="the pocket model, one of four answers", nl="het zakmodel, één van de vier antwoordt"),
    ),
    Question(
        Text(
            en="The weights of Llama 3 8B have to fit into {room:.0f} GB. How many bits may each of them have: which of these is the most?",
            nl="De gewichten van Llama 3 8B moeten in {room:.0f} GB passen. Hoeveel bits mag elk daarvan hebben? Kies het meeste dat past.",
        ).fill(room=ROOM),
        (bits_option(16, "bf16"), bits_option(8, "int8"), bits_option(4, "int4")),
        2,
        "../scale-of-training/#memory",
        Text(en="chapter 3, memory", nl="hoofdstuk 3, geheugen"),
    ),
    Question(
        Text(
            en="Of which of these models can nobody outside the company say how many parameters it has?",
            nl="Van welk van deze modellen kan niemand buiten het bedrijf zeggen hoeveel parameters het heeft?",
        ),
        (
            Option(
                same("GPT-3"),
                Text(
                    en="Its weights were never released, but its sizes were, and from those it follows: {total}.",
                    nl="De gewichten zijn nooit vrijgegeven, de maten wel, en daaruit volgt het: {total}.",
                ).fill(total=GPT3),
            ),
            Option(
                same("GPT-4"),
                Text(
                    en="OpenAI’s report of 2023 says outright that it gives no size. All figures that circulate are guesses.",
                    nl="In zijn rapport van 2023 zegt OpenAI ronduit dat de omvang er niet in staat. Wat er rondgaat, zijn gissingen.",
                ),
            ),
            Option(
                same("DeepSeek-V3"),
                Text(
                    en="Anybody may fetch its weights and count: {total}.",
                    nl="Iedereen mag de gewichten ophalen en tellen: {total}.",
                ).fill(total=V3.total),
            ),
        ),
        1,
        "../what-is-a-parameter/#how-many",
        Text(en="chapter 1, how many does … have", nl="hoofdstuk 1, hoeveel heeft …"),
    ),
)
