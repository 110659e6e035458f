"""Five questions about what parameters are and how they come by their values.

Which answer is right is written down here; tests/knobs/demos/test_quiz.py works it out.
"""

from ..text import Text
from .question import Option, Question

TRAINING = (
    Question(
        Text(
            en="You send a model a prompt of three hundred words. How many of its parameters does that change?",
            nl="Je stuurt een model een prompt van driehonderd woorden. Hoeveel van zijn parameters veranderen daardoor?",
        ),
        (
            Option(
                Text(en="One for each word", nl="Eén voor elk woord"),
                Text(
                    en="A word that comes in is looked up, and the row that it is looked up in stays as it is.",
                    nl="Een woord dat binnenkomt, wordt opgezocht, en de rij waarin het wordt opgezocht, blijft zoals ze is.",
                ),
            ),
            Option(
                Text(en="All of them, a little", nl="Allemaal, een beetje"),
                Text(
                    en="That is what training does with a batch of text. Nobody trains on your prompt while you wait.",
                    nl="Dat doet trainen met een batch tekst. Op jouw prompt wordt niet getraind terwijl je wacht.",
                ),
            ),
            Option(
                Text(en="None", nl="Geen enkele"),
                Text(
                    en="A prompt is input. It flows past the parameters and leaves them as they were.",
                    nl="Een prompt is invoer. Hij stroomt langs de parameters en laat ze zoals ze waren.",
                ),
            ),
        ),
        2,
        "../what-is-a-parameter/#words",
        Text(en="chapter 1, what is called a parameter", nl="hoofdstuk 1, wat parameter heet"),
    ),
    Question(
        Text(
            en="Two hidden units begin with the same weights, on the way in and on the way out. After twenty updates, how far apart are they?",
            nl="Twee verborgen eenheden beginnen met dezelfde gewichten, naar binnen en naar buiten. Hoe ver liggen ze na twintig "
            "bijstellingen uit elkaar?",
        ),
        (
            Option(
                Text(en="Not at all", nl="Helemaal niet"),
                Text(
                    en="Units that are alike get the same gradient, and turn alike. That is why weights begin at random.",
                    nl="Gelijke eenheden krijgen dezelfde gradiënt, en draaien gelijk op. Daarom worden gewichten geloot.",
                ),
            ),
            Option(
                Text(en="A little, and more each time", nl="Een beetje, en steeds verder"),
                Text(
                    en="Their gradients would have to differ for that, and these are worked out from what is the same in both.",
                    nl="Dan moesten hun gradiënten verschillen, en die volgen uit wat bij allebei hetzelfde is.",
                ),
            ),
            Option(
                Text(en="Far: each learns something of its own", nl="Ver: elk leert iets anders"),
                Text(
                    en="They do, once they have begun apart.",
                    nl="Dat doen ze, zodra ze verschillend begonnen zijn.",
                ),
            ),
        ),
        0,
        "../how-values-are-assigned/#start",
        Text(en="chapter 2, where the knobs begin", nl="hoofdstuk 2, waar de draaiknoppen beginnen"),
    ),
    Question(
        Text(
            en="GPT-3 reads the same text in batches twice as large. What becomes of its updates, and of the operations?",
            nl="GPT-3 leest dezelfde tekst in batches die twee keer zo groot zijn. Wat gebeurt er met het aantal "
            "bijstellingen, en met het aantal bewerkingen?",
        ),
        (
            Option(
                Text(
                    en="Half the updates, half the operations",
                    nl="Half zoveel bijstellingen, half zoveel bewerkingen",
                ),
                Text(
                    en="Every token costs 6 operations for each parameter, in whatever batch it is; and the tokens are the same.",
                    nl="Elk token kost 6 bewerkingen per parameter, in welke batch het ook zit; en de tokens zijn dezelfde.",
                ),
            ),
            Option(
                Text(
                    en="Half the updates, as many operations",
                    nl="Half zoveel bijstellingen, evenveel bewerkingen",
                ),
                Text(
                    en="Twice as much is read for each turn, so there are half as many turns; and the reading is the work.",
                    nl="Voor elke draai wordt twee keer zoveel gelezen, dus zijn er half zoveel draaien; en het werk zit in het lezen.",
                ),
            ),
            Option(
                Text(
                    en="As many updates, twice the operations",
                    nl="Evenveel bijstellingen, twee keer zoveel bewerkingen",
                ),
                Text(
                    en="There is one update for each batch, and there are half as many batches.",
                    nl="Er is één bijstelling per batch, en er zijn half zoveel batches.",
                ),
            ),
        ),
        1,
        "../scale-of-training/#updates",
        Text(en="chapter 3, turned or calculated", nl="hoofdstuk 3, gedraaid of gerekend"),
    ),
    Question(
        Text(
            en="GPT-2 small is made twice as wide, and nothing else about its plan changes. How many parameters do its "
            "layers have then?",
            nl="GPT-2 small wordt twee keer zo breed, en verder blijft het bouwplan gelijk. Hoeveel parameters hebben zijn "
            "lagen dan?",
        ),
        (
            Option(
                Text(en="Twice as many", nl="Twee keer zoveel"),
                Text(
                    en="That holds for the tables, where each token has one row, now twice as long.",
                    nl="Dat geldt voor de tabellen: daar heeft elk token één rij, die nu twee keer zo lang is.",
                ),
            ),
            Option(
                Text(en="About four times as many", nl="Ongeveer vier keer zoveel"),
                Text(
                    en="A matrix becomes twice as wide and twice as high.",
                    nl="Een matrix wordt twee keer zo breed en twee keer zo hoog.",
                ),
            ),
            Option(
                Text(en="About eight times as many", nl="Ongeveer acht keer zoveel"),
                Text(
                    en="That would take a third direction, and a matrix has two.",
                    nl="Daar is een derde richting voor nodig, en een matrix heeft er twee.",
                ),
            ),
        ),
        1,
        "../scale-of-training/#count",
        Text(en="chapter 3, first count the knobs", nl="hoofdstuk 3, tel eerst de draaiknoppen"),
    ),
    Question(
        Text(
            en="A twin of the pocket model, just as large, reads only a few texts, over and over. On those its loss falls to "
            "almost nothing. And on new stories?",
            nl="Een tweeling van het zakmodel, even groot, leest maar een paar teksten, keer op keer. Daarop daalt het "
            "verlies tot bijna niets. En op nieuwe verhalen?",
        ),
        (
            Option(
                Text(en="There too, almost nothing", nl="Daar ook, bijna niets"),
                Text(
                    en="What it knows by heart does not come up there.",
                    nl="Wat hij uit het hoofd kent, komt daar niet voor.",
                ),
            ),
            Option(
                Text(en="It falls, turns, and rises", nl="Het daalt, keert om en stijgt"),
                Text(
                    en="First it learns what all texts have in common, then its own by heart, and it grows sure where it is wrong.",
                    nl="Eerst leert hij wat alle teksten gemeen hebben, dan zijn eigen teksten uit het hoofd, en hij wordt zeker "
                    "waar hij ernaast zit.",
                ),
            ),
            Option(
                Text(en="It stays as it was", nl="Het blijft zoals het was"),
                Text(
                    en="In the beginning everything that it reads is a lesson for new texts too.",
                    nl="In het begin is alles wat hij leest, ook een les voor nieuwe teksten.",
                ),
            ),
        ),
        1,
        "../pocket-model/#sizes",
        Text(en="the pocket model, smaller and larger", nl="het zakmodel, kleiner en groter"),
    ),
)
