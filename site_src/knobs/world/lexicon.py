"""Whom and what the stories are about: people, things, places, feelings and deeds, as tables to read and mend.

Dutch asks for more than a word here. A cup stands (staat) where a book lies (ligt), one is op school but in de tuin,
and "ze heeft honger" turns around in "omdat ze honger heeft".
"""

WOMEN = "Anna Emma Lotte Mila Noor Sara"
MEN = "Bram Daan Finn Jan Sam Tom"
THINGS = """
    thing  | ding        | things  | dingen
    apple  | de appel    | apples  | appels
    ball   | de bal      | balls   | ballen
    banana | de banaan   | bananas | bananen
    book   | het boek    | books   | boeken
    cake   | de taart    | cakes   | taarten
    coat   | de jas      | coats   | jassen
    cup    | de beker    | cups    | bekers
    egg    | het ei      | eggs    | eieren
    flower | de bloem    | flowers | bloemen
    glass  | het glas    | glasses | glazen
    hat    | de hoed     | hats    | hoeden
    key    | de sleutel  | keys    | sleutels
    lamp   | de lamp     | lamps   | lampen
    letter | de brief    | letters | brieven
    pencil | het potlood | pencils | potloden
    ring   | de ring     | rings   | ringen
    spoon  | de lepel    | spoons  | lepels
"""
FOOD = "apple banana cake egg"
STANDING = "cake cup glass lamp"  # staan and zetten; the others liggen, and one legt them
SIZES = """
    adjective | bijvoeglijk | met -e
    big       | groot       | grote
    small     | klein       | kleine
    old       | oud         | oude
    new       | nieuw       | nieuwe
    beautiful | mooi        | mooie
"""
PAINTS = "red blue green yellow white black brown"  # of truths.COLOURS
PLACES = """
    at             | to             | waar            | waarheen          | to do
    in the kitchen | to the kitchen | in de keuken    | naar de keuken    | eat bake
    in the garden  | to the garden  | in de tuin      | naar de tuin      | see read
    in the attic   | to the attic   | op zolder       | naar zolder       | read
    at home        | home           | thuis           | naar huis         | eat bake read
    at school      | to school      | op school       | naar school       | eat bake read
    in the shop    | to the shop    | in de winkel    | naar de winkel    | buy
    at the market  | to the market  | op de markt     | naar de markt     | buy eat
    at the station | to the station | op het station  | naar het station  | buy eat
    in the park    | to the park    | in het park     | naar het park     | see read
    in the forest  | to the forest  | in het bos      | naar het bos      | see
    on the beach   | to the beach   | op het strand   | naar het strand   | see read
    on the farm    | to the farm    | op de boerderij | naar de boerderij | see buy
"""
SPOTS = """
    spot             | plek
    on the table     | op de tafel
    under the table  | onder de tafel
    on the chair     | op de stoel
    under the chair  | onder de stoel
    on the bed       | op het bed
    under the bed    | onder het bed
    next to the bed  | naast het bed
    behind the door  | achter de deur
    under the tree   | onder de boom
    behind the tree  | achter de boom
    next to the tree | naast de boom
    next to the box  | naast de doos
    in the box       | in de doos
    in the bag       | in de tas
    in the basket    | in de mand
"""
INSIDE = ("in the box", "in the bag", "in the basket")  # zitten and stoppen, whatever it is
POSTURES = """
    she  | it | ze    | het
    puts | is | legt  | ligt
    puts | is | zet   | staat
    puts | is | stopt | zit
"""
MOTIONS = """
    she   | ze
    goes  | gaat
    walks | loopt
    runs  | rent
"""
FEELINGS = """
    is      | verb     | rest
    tired   | is       | moe
    hungry  | heeft    | honger
    thirsty | heeft    | dorst
    cold    | heeft    | het koud
    sad     | is       | verdrietig
    happy   | is       | blij
    sick    | is       | ziek
    bored   | verveelt | zich
    late    | is       | laat
    dirty   | is       | vies
"""
# Most deeds can have several reasons, so that a reader has to look which one was told.
DEEDS = """
    does   | do    | rest     | doet   | rest       | doen    | because
    goes   | go    | to bed   | gaat   | naar bed   | gaan    | tired sick cold
    stays  | stay  | in bed   | blijft | in bed     | blijven | sick tired cold
    eats   | eat   | an apple | eet    | een appel  | eten    | hungry bored
    bakes  | bake  | a cake   | bakt   | een taart  | bakken  | hungry happy bored
    drinks | drink | milk     | drinkt | melk       | drinken | thirsty hungry
    drinks | drink | water    | drinkt | water      | drinken | thirsty sick
    calls  | call  | a friend | belt   | een vriend | bellen  | sad happy bored
    sings  | sing  | a song   | zingt  | een lied   | zingen  | happy bored
    reads  | read  | a book   | leest  | een boek   | lezen   | bored sick
    takes  | take  | the bus  | neemt  | de bus     | nemen   | late tired cold
    takes  | take  | a bath   | neemt  | een bad    | nemen   | dirty cold tired
"""
PLANS = """
    do   | does  | doen   | doet  | what
    buy  | buys  | kopen  | koopt | things
    eat  | eats  | eten   | eet   | food
    bake | bakes | bakken | bakt  | cake
    read | reads | lezen  | leest | book
    see  | sees  | zien   | ziet  | animals
"""
RUNNERS = "cat dog cow sheep pig horse donkey mouse duck chicken rooster"
LOOKS = "big small old beautiful white black brown"  # of animals
TASTES = "big small beautiful"  # of food
