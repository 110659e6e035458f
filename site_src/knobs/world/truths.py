"""What is so: animals, colors, opposites, days, months, numbers and tools, as tables to read and mend.

A row holds English words and their Dutch; a dash leaves a cell open.
"""

from collections.abc import Iterator

from .grammar import Phrasing


def rows(table: str) -> Iterator[list[str]]:
    """The cells of each row, without the first row, which names the columns."""
    for line in table.strip().split("\n")[1:]:
        yield [cell.strip() for cell in line.split("|")]


def pairs(table: str) -> list[Phrasing]:
    """The English and the Dutch of a table, of which more columns are left out."""
    return [Phrasing(english, dutch) for english, dutch, *_ in rows(table)]


# Without legs: the horse, for many people say that it has benen, as they have themselves, and not poten.
ANIMALS = """
    animal    | dier         | sound    | geluid      | legs  | class
    cat       | de kat       | meows    | miauwt      | four  | mammal
    dog       | de hond      | barks    | blaft       | four  | mammal
    cow       | de koe       | moos     | loeit       | four  | mammal
    sheep     | het schaap   | bleats   | blaat       | four  | mammal
    pig       | het varken   | grunts   | knort       | four  | mammal
    horse     | het paard    | neighs   | hinnikt     | -     | mammal
    donkey    | de ezel      | brays    | balkt       | four  | mammal
    mouse     | de muis      | squeaks  | piept       | four  | mammal
    lion      | de leeuw     | roars    | brult       | four  | mammal
    wolf      | de wolf      | howls    | huilt       | four  | mammal
    elephant  | de olifant   | -        | -           | four  | mammal
    whale     | de walvis    | -        | -           | -     | mammal
    duck      | de eend      | quacks   | kwaakt      | two   | bird
    chicken   | de kip       | clucks   | kakelt      | two   | bird
    rooster   | de haan      | crows    | kraait      | two   | bird
    crow      | de kraai     | caws     | krast       | two   | bird
    bee       | de bij       | buzzes   | zoemt       | six   | insect
    ant       | de mier      | -        | -           | six   | insect
    butterfly | de vlinder   | -        | -           | six   | insect
    spider    | de spin      | -        | -           | eight | -
    frog      | de kikker    | croaks   | kwaakt      | four  | amphibian
    snake     | de slang     | hisses   | sist        | -     | reptile
    crocodile | de krokodil  | -        | -           | four  | reptile
"""
CLASSES = """
    class     | klasse
    mammal    | het zoogdier
    bird      | de vogel
    insect    | het insect
    amphibian | de amfibie
    reptile   | het reptiel
"""
YOUNG = """
    animal  | young   | jong
    cat     | kitten  | de kitten
    dog     | puppy   | de puppy
    cow     | calf    | het kalf
    sheep   | lamb    | het lam
    pig     | piglet  | de big
    horse   | foal    | het veulen
    lion    | cub     | de welp
    chicken | chick   | het kuiken
    frog    | tadpole | het kikkervisje
"""
COLOURS = """
    color  | kleur  | met -e
    red    | rood   | rode
    blue   | blauw  | blauwe
    green  | groen  | groene
    yellow | geel   | gele
    white  | wit    | witte
    black  | zwart  | zwarte
    brown  | bruin  | bruine
    gray   | grijs  | grijze
    orange | oranje | oranje
    pink   | roze   | roze
    purple | paars  | paarse
"""
COLOURED = """
    thing        | ding          | color
    grass        | gras          | green
    a cucumber   | een komkommer | green
    a frog       | een kikker    | green
    the sky      | de lucht      | blue
    the sea      | de zee        | blue
    snow         | sneeuw        | white
    milk         | melk          | white
    sugar        | suiker        | white
    blood        | bloed         | red
    a tomato     | een tomaat    | red
    a strawberry | een aardbei   | red
    the sun      | de zon        | yellow
    a lemon      | een citroen   | yellow
    a banana     | een banaan    | yellow
    the night    | de nacht      | black
    a crow       | een kraai     | black
    chocolate    | chocola       | brown
    a carrot     | een wortel    | orange
    a pumpkin    | een pompoen   | orange
    an elephant  | een olifant   | gray
    a mouse      | een muis      | gray
    a pig        | een varken    | pink
    a flamingo   | een flamingo  | pink
    a plum       | een pruim     | purple
"""
OPPOSITES = """
    word   | opposite | woord    | tegenovergestelde
    big    | small    | groot    | klein
    old    | young    | oud      | jong
    hot    | cold     | heet     | koud
    long   | short    | lang     | kort
    fast   | slow     | snel     | langzaam
    open   | closed   | open     | dicht
    full   | empty    | vol      | leeg
    happy  | sad      | blij     | verdrietig
    wet    | dry      | nat      | droog
    hard   | soft     | hard     | zacht
    clean  | dirty    | schoon   | vies
    early  | late     | vroeg    | laat
    good   | bad      | goed     | slecht
    left   | right    | links    | rechts
    inside | outside  | binnen   | buiten
    always | never    | altijd   | nooit
    day    | night    | dag      | nacht
    black  | white    | zwart    | wit
"""
DAYS = """
    day       | dag
    Monday    | maandag
    Tuesday   | dinsdag
    Wednesday | woensdag
    Thursday  | donderdag
    Friday    | vrijdag
    Saturday  | zaterdag
    Sunday    | zondag
"""
MONTHS = """
    month     | maand
    January   | januari
    February  | februari
    March     | maart
    April     | april
    May       | mei
    June      | juni
    July      | juli
    August    | augustus
    September | september
    October   | oktober
    November  | november
    December  | december
"""
NUMBERS = """
    number | getal
    zero   | nul
    one    | één
    two    | twee
    three  | drie
    four   | vier
    five   | vijf
    six    | zes
    seven  | zeven
    eight  | acht
    nine   | negen
    ten    | tien
"""
# Only what works with a bare verb: "met een sleutel kun je openen" would ask for a door.
TOOLS = """
    tool     | use     | gereedschap     | gebruik
    a knife  | cut     | een mes         | snijden
    a pencil | write   | een potlood     | schrijven
    a brush  | paint   | een kwast       | schilderen
    a saw    | saw     | een zaag        | zagen
    a shovel | dig     | een schep       | graven
    a broom  | sweep   | een bezem       | vegen
    an oven  | bake    | een oven        | bakken
    a pan    | cook    | een pan         | koken
    a spoon  | eat     | een lepel       | eten
    a cup    | drink   | een beker       | drinken
    a phone  | call    | een telefoon    | bellen
    a ball   | play    | een bal         | spelen
    a bike   | cycle   | een fiets       | fietsen
    a boat   | sail    | een boot        | varen
    a car    | drive   | een auto        | rijden
"""
