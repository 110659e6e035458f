"""What the stories are made of: each sentence in English with its Dutch below it, often in more than one way.

Read them aloud where the languages part. Daarna gaat Anna: the verb comes second. Omdat ze honger heeft: the verb comes
last. Ze vindt op het strand een sleutel: the place comes first. After a bar stands the answer to a question.
"""

SENTENCES = """
is at
    {person} is {place.at} .
        {person} is {place.at} .
are at
    {person} is {place.at} and {other} is {elsewhere.at} .
        {person} is {place.at} en {other} is {elsewhere.at} .
goes to
    {person} {goes} {place.to} .
        {person} {goes} {place.to} .
    then {person} {goes} {place.to} .
        daarna {goes} {person} {place.to} .
stays
    {person} stays {place.at} .
        {person} blijft {place.at} .
where is
    where is {person} ? {person} is | {place.at} .
        waar is {person} ? {person} is | {place.at} .
    where is {person} now ? {person} is | {place.at} .
        waar is {person} nu ? {person} is | {place.at} .
puts
    {person} puts {thing.a} {spot} .
        {person} {posture.puts} {thing.a} {spot} .
she puts
    {person.she} puts {thing.the} {spot} .
        {person.she} {posture.puts} {thing.the} {spot} .
moves
    {person} puts {thing.the} {spot} .
        {person} {posture.puts} {thing.the} {spot} .
    then {person} puts {thing.the} {spot} .
        daarna {posture.puts} {person} {thing.the} {spot} .
where is it
    where is {thing.the} ? {thing.the} is | {spot} .
        waar is {thing.the} ? {thing.the} {posture.lies} | {spot} .
    where is {thing.the} now ? {thing.the} is | {spot} .
        waar is {thing.the} nu ? {thing.the} {posture.lies} | {spot} .
has
    {person} has {thing.a} .
        {person} heeft {thing.a} .
finds
    {person} finds {thing.a} {place.at} .
        {person} vindt {place.at} {thing.a} .
    {place.at} {person} finds {thing.a} .
        {place.at} vindt {person} {thing.a} .
buys
    {person} buys {thing.a} {place.at} .
        {person} koopt {place.at} {thing.a} .
    {place.at} {person} buys {thing.a} .
        {place.at} koopt {person} {thing.a} .
gives
    {person} gives {thing.the} to {other} .
        {person} geeft {thing.the} aan {other} .
    {other} gets {thing.the} from {person} .
        {other} krijgt {thing.the} van {person} .
gives back
    {person} gives {thing.the} back to {other} .
        {person} geeft {thing.the} terug aan {other} .
likes
    {person} is happy with {thing.the} .
        {person} is blij met {thing.the} .
who has
    who has {thing.the} ? | {person} .
        wie heeft {thing.the} ? | {person} .
    who has {thing.the} now ? | {person} .
        wie heeft {thing.the} nu ? | {person} .
has some
    {person} has {amount} .
        {person} heeft {amount} .
have some
    {person} has {amount} and {other} has {more} .
        {person} heeft {amount} en {other} heeft {more} .
gives some
    {person} gives {other} {amount} .
        {person} geeft {other} {amount} .
she gets
    {other} gives {person.her} {amount} .
        {other} geeft {person.her} {amount} .
    {person.she} gets {amount} from {other} .
        {person.she} krijgt {amount} van {other} .
    {person.she} buys {amount} .
        {person.she} koopt {amount} .
    {person.she} finds {amount} .
        {person.she} vindt {amount} .
she loses
    {person.she} gives {other} {amount} .
        {person.she} geeft {other} {amount} .
    {person.she} loses {amount} .
        {person.she} verliest {amount} .
she eats
    {person.she} eats {amount} .
        {person.she} eet {amount} .
    then {person.she} eats {amount} .
        daarna eet {person.she} {amount} .
how many
    how many {thing.many} does {person} have now ? {person} now has | {amount} .
        hoeveel {thing.many} heeft {person} nu ? {person} heeft nu | {amount} .
two have
    {person} has {thing.a} and {other} has {second.a} .
        {person} heeft {thing.a} en {other} heeft {second.a} .
three have
    {person} has {thing.a} , {other} has {second.a} and {friend} has {third.a} .
        {person} heeft {thing.a} , {other} heeft {second.a} en {friend} heeft {third.a} .
what color
    what color is {person} ’s {thing} ? | {colour} .
        welke kleur heeft {thing.the} van {person} ? | {colour} .
on a day
    on {day} {person} goes {place.to} .
        op {day} gaat {person} {place.to} .
    {person} goes {place.to} on {day} .
        {person} gaat op {day} {place.to} .
the next day
    the next day {person.she} goes {place.to} .
        de volgende dag gaat {person.she} {place.to} .
today is
    today is {day} .
        vandaag is het {day} .
today
    today {person} goes {place.to} .
        vandaag gaat {person} {place.to} .
    {person} goes {place.to} today .
        {person} gaat vandaag {place.to} .
tomorrow
    tomorrow {person.she} goes {place.to} .
        morgen gaat {person.she} {place.to} .
when
    when does {person} go {place.to} ? on | {day} .
        wanneer gaat {person} {place.to} ? op | {day} .
where to
    where does {person} go on {day} ? | {place.to} .
        waar gaat {person} op {day} naartoe ? | {place.to} .
so
    {person} is {feeling} . so {person.she} {deed.does} .
        {person} {feeling.first} . daarom {deed.finite} {person.she} {deed.rest} .
because
    {person} {deed.does} because {person.she} is {feeling} .
        {person} {deed.first} omdat {person.she} {feeling.last} .
    because {person} is {feeling} , {person.she} {deed.does} .
        omdat {person} {feeling.last} , {deed.finite} {person.she} {deed.rest} .
wants because
    {person} wants to {deed.do} because {person.she} is {feeling} .
        {person} wil {deed.rest} {deed.infinitive} omdat {person.she} {feeling.last} .
seen
    {other} sees that {person} is {feeling} . {person} {deed.does} .
        {other} ziet dat {person} {feeling.last} . {person} {deed.first} .
why
    why does {person} {deed.do} ? because {person.she} is | {feeling} .
        waarom {deed.finite} {person} {deed.rest} ? omdat {person.she} | {feeling.last} .
why want
    why does {person} want to {deed.do} ? because {person.she} is | {feeling} .
        waarom wil {person} {deed.rest} {deed.infinitive} ? omdat {person.she} | {feeling.last} .
there is
    there is {animal.a} {place.at} .
        er loopt {animal.a} {place.at} .
    {place.at} there is {animal.a} .
        {place.at} loopt {animal.a} .
sees
    {person} sees {animal.the} .
        {person} ziet {animal.the} .
hears
    {person} hears that {animal.the} {sound} .
        {person} hoort dat {animal.the} {sound} .
runs
    {animal.the} runs {place.to} .
        {animal.the} rent {place.to} .
    then {animal.the} runs {place.to} .
        daarna rent {animal.the} {place.to} .
    {animal.the} {sound} and runs {place.to} .
        {animal.the} {sound} en rent {place.to} .
where is the animal
    where is {animal.the} ? {animal.the} is | {place.at} .
        waar is {animal.the} ? {animal.the} is | {place.at} .
    where is {animal.the} now ? {animal.the} is | {place.at} .
        waar is {animal.the} nu ? {animal.the} is | {place.at} .
wants
    {person} wants to {plan.do} {thing.a} .
        {person} wil {thing.a} {plan.do} .
says one can
    {other} says that {person.she} can {plan.do} {thing.a} {place.at} .
        {other} zegt dat {person.she} {place.at} {thing.a} kan {plan.do} .
so goes
    so {person} goes {place.to} and {plan.does} {thing.a} .
        daarom gaat {person} {place.to} en {plan.does} {person.she} {thing.a} .
where does one
    where does {person} {plan.do} {thing.a} ? | {place.at} .
        waar {plan.does} {person} {thing.a} ? | {place.at} .
asks where
    {other} asks where {person} is .
        {other} vraagt waar {person} is .
says where
    {friend} says that {person} is {place.at} .
        {friend} zegt dat {person} {place.at} is .
thinks
    {other} thinks that {person} is {elsewhere.at} , but {person.she} is {place.at} .
        {other} denkt dat {person} {elsewhere.at} is , maar {person.she} is {place.at} .
"""
