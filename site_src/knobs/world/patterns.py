"""How facts are said: under each kind of fact its patterns, English with Dutch below it, to read aloud and to mend.

All facts of a kind use all its patterns. The word after a bar is what the pattern asks for; where no bar stands, the
last word could be another one too ("welk dier kwaakt ?" is true of a duck and of a frog).
"""

PATTERNS = """
capital
    the capital of {land} is | {capital} .
        de hoofdstad van {land} is | {capital} .
    what is the capital of {land} ? | {capital} .
        wat is de hoofdstad van {land} ? | {capital} .
    the capital city of {land} is | {capital} .
        de hoofdstad van {land} heet | {capital} .
    which city is the capital of {land} ? | {capital} .
        welke stad is de hoofdstad van {land} ? | {capital} .
    {capital} is the capital of {land} .
        {capital} is de hoofdstad van {land} .
    the city of {capital} is in {land} .
        de stad {capital} ligt in {land} .

province
    the capital of the province of {land} is | {capital} .
        de hoofdstad van de provincie {land} is | {capital} .
    what is the capital of the province of {land} ? | {capital} .
        wat is de hoofdstad van de provincie {land} ? | {capital} .
    the capital city of the province of {land} is | {capital} .
        de hoofdstad van de provincie {land} heet | {capital} .
    which city is the capital of the province of {land} ? | {capital} .
        welke stad is de hoofdstad van de provincie {land} ? | {capital} .
    {capital} is the capital of the province of {land} .
        {capital} is de hoofdstad van de provincie {land} .
    the city of {capital} is in the province of {land} .
        de stad {capital} ligt in de provincie {land} .

sound
    what does {animal.a} do ? it | {sound} .
        wat doet {animal.a} ? {animal.that} | {sound} .
    listen , {animal.the} | {sound} .
        luister , {animal.the} | {sound} .
    you hear that {animal.the} | {sound} .
        je hoort dat {animal.the} | {sound} .
    {animal.a} {sound} .
        {animal.a} {sound} .
    which animal {sound} ? {animal.a} .
        welk dier {sound} ? {animal.a} .

young
    {young_animal.a} is called a | {young} .
        {young_animal.a} heet een | {young} .
    what is {young_animal.a} called ? a | {young} .
        hoe heet {young_animal.a} ? een | {young} .
    the young of {animal.a} is a | {young} .
        het jong van {animal.a} is een | {young} .
    a {young} is {young_animal.a} .
        een {young} is {young_animal.a} .

class
    {animal.the} is {class.an} | {class} .
        {animal.the} is een | {class} .
    what kind of animal is {animal.a} ? {class.an} | {class} .
        wat voor dier is {animal.a} ? een | {class} .
    every {animal} is {class.an} | {class} .
        {animal.every} is een | {class} .
    if it is {animal.a} , it is {class.an} | {class} .
        als het {animal.a} is , is het een | {class} .

legs
    how many legs does {animal.a} have ? | {legs} .
        hoeveel poten heeft {animal.a} ? | {legs} .
    the number of legs of {animal.a} is | {legs} .
        het aantal poten van {animal.a} is | {legs} .
    count the legs of {animal.a} : there are | {legs} .
        tel de poten van {animal.a} : het zijn er | {legs} .
    {animal.a} has {legs} legs .
        {animal.a} heeft {legs} poten .

colour
    {thing} is | {colour} .
        {thing} is | {colour} .
    what color is {thing} ? | {colour} .
        welke kleur heeft {thing} ? | {colour} .
    the color of {thing} is | {colour} .
        de kleur van {thing} is | {colour} .
    if you paint {thing} , you use | {colour} .
        als je {thing} schildert , gebruik je | {colour} .
    {colour} is the color of {thing} .
        {colour} is de kleur van {thing} .

opposite
    the opposite of {word} is | {opposite} .
        het tegenovergestelde van {word} is | {opposite} .
    what is the opposite of {word} ? | {opposite} .
        wat is het tegenovergestelde van {word} ? | {opposite} .
    which word is the opposite of {word} ? | {opposite} .
        welk woord is het tegenovergestelde van {word} ? | {opposite} .
    {word} is the opposite of | {opposite} .
        {word} is het tegenovergestelde van | {opposite} .
    {word} and {opposite} are opposites .
        {word} en {opposite} zijn tegenstellingen .

day after
    after {early} comes | {late} .
        na {early} komt | {late} .
    the day after {early} is | {late} .
        de dag na {early} is | {late} .
    which day comes after {early} ? | {late} .
        welke dag komt na {early} ? | {late} .
    if today is {early} , tomorrow is | {late} .
        als het vandaag {early} is , is het morgen | {late} .

day before
    before {late} comes | {early} .
        voor {late} komt | {early} .
    the day before {late} is | {early} .
        de dag voor {late} is | {early} .
    which day comes before {late} ? | {early} .
        welke dag komt voor {late} ? | {early} .
    if today is {late} , yesterday was | {early} .
        als het vandaag {late} is , was het gisteren | {early} .

month after
    after {early} comes | {late} .
        na {early} komt | {late} .
    the month after {early} is | {late} .
        de maand na {early} is | {late} .
    which month comes after {early} ? | {late} .
        welke maand komt na {early} ? | {late} .
    if it is {early} now , next month is | {late} .
        als het nu {early} is , is het volgende maand | {late} .

month before
    before {late} comes | {early} .
        voor {late} komt | {early} .
    the month before {late} is | {early} .
        de maand voor {late} is | {early} .
    which month comes before {late} ? | {early} .
        welke maand komt voor {late} ? | {early} .
    if it is {late} now , last month was | {early} .
        als het nu {late} is , was het vorige maand | {early} .

sum
    {one} plus {other} is | {sum} .
        {one} plus {other} is | {sum} .
    how much is {one} plus {other} ? | {sum} .
        hoeveel is {one} plus {other} ? | {sum} .
    the sum of {one} and {other} is | {sum} .
        de som van {one} en {other} is | {sum} .
    if you add {other} to {one} , you get | {sum} .
        als je {other} bij {one} optelt , krijg je | {sum} .
    {sum} is {one} plus {other} .
        {sum} is {one} plus {other} .

difference
    {whole} minus {part} is | {rest} .
        {whole} min {part} is | {rest} .
    how much is {whole} minus {part} ? | {rest} .
        hoeveel is {whole} min {part} ? | {rest} .
    the difference between {whole} and {part} is | {rest} .
        het verschil tussen {whole} en {part} is | {rest} .
    if you take {part} away from {whole} , you get | {rest} .
        als je {part} van {whole} aftrekt , krijg je | {rest} .
    {rest} is {whole} minus {part} .
        {rest} is {whole} min {part} .

tool
    you use {tool} to | {use} .
        {tool} gebruik je om te | {use} .
    what do you use {tool} for ? to | {use} .
        waarvoor gebruik je {tool} ? om te | {use} .
    with {tool} you can | {use} .
        met {tool} kun je | {use} .
    you need {tool} to | {use} .
        je hebt {tool} nodig om te | {use} .
    if you want to {use} , you need {tool} .
        als je wilt {use} , heb je {tool} nodig .
"""
