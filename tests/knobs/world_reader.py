"""Reads the English of a story in the Little World and answers its question, without the generator's help.

It knows words and sentences of its own: what it cannot read is an error, and so is a story that contradicts itself.
"""

import re
from collections import defaultdict
from functools import cache
from random import Random

from knobs.world import Story, story

WOMEN = ("Anna", "Emma", "Lotte", "Mila", "Noor", "Sara")
MEN = ("Bram", "Daan", "Finn", "Jan", "Sam", "Tom")
NAMES = (*WOMEN, *MEN)
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
PLACES = {
    "at home": "thuis",
    "at school": "op school",
    "at the market": "op de markt",
    "at the station": "op het station",
    "in the attic": "op zolder",
    "in the forest": "in het bos",
    "in the garden": "in de tuin",
    "in the kitchen": "in de keuken",
    "in the park": "in het park",
    "in the shop": "in de winkel",
    "on the beach": "op het strand",
    "on the farm": "op de boerderij",
}
GOING = {
    "home": "naar huis",
    "to school": "naar school",
    "to the attic": "naar zolder",
    "to the beach": "naar het strand",
    "to the farm": "naar de boerderij",
    "to the forest": "naar het bos",
    "to the garden": "naar de tuin",
    "to the kitchen": "naar de keuken",
    "to the market": "naar de markt",
    "to the park": "naar het park",
    "to the shop": "naar de winkel",
    "to the station": "naar het station",
}
SPOTS = {
    "behind the door": "achter de deur",
    "behind the tree": "achter de boom",
    "in the bag": "in de tas",
    "in the basket": "in de mand",
    "in the box": "in de doos",
    "next to the bed": "naast het bed",
    "next to the box": "naast de doos",
    "next to the tree": "naast de boom",
    "on the bed": "op het bed",
    "on the chair": "op de stoel",
    "on the table": "op de tafel",
    "under the bed": "onder het bed",
    "under the chair": "onder de stoel",
    "under the table": "onder de tafel",
    "under the tree": "onder de boom",
}
ARRIVED = {going: place for going in GOING for place in PLACES if place.split()[-1] == going.split()[-1]}
SEED = 864


@cache
def tales(count: int = 6000) -> tuple[Story, ...]:
    """The first stories of one fixed seed."""
    rng = Random(SEED)
    return tuple(story(rng) for _ in range(count))


def one_of(words):
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def singular(things):
    return {"glass": "glass", "glasses": "glass"}.get(things, things.removesuffix("s"))


WORDS = {
    "N": one_of(NAMES),
    "SHE": "(?:she|he)",
    "HER": "(?:her|him)",
    "AT": one_of(PLACES),
    "TO": one_of(GOING),
    "SPOT": one_of(SPOTS),
    "NUMBER": one_of(NUMBERS),
    "DAY": one_of(DAYS),
    "COLOR": one_of(["red", "blue", "green", "yellow", "white", "black", "brown"]),
    "A": "(?:an? )(?:red |blue |green |yellow |white |black |brown |big |small |old |new |beautiful )?",
    "WALKS": "(?:goes|walks|runs)",
    "THING": r"\w+",
    "DEED": r"[\w ]+?",
}
SENTENCES = {}


def sentence(pattern):
    """The method below reads such sentences; what is between angle brackets are kinds of words, which it is given."""
    regex = re.sub(r"<(\w+?)>", lambda kind: f"({WORDS[kind[1]]})", pattern)

    def learn(method):
        SENTENCES[re.compile(regex)] = method
        return method

    return learn


class World:
    """What has been told so far."""

    def __init__(self):
        self.place = {}  # of people, and of animals
        self.spot, self.holder, self.amount = {}, {}, {}
        self.color, self.plan, self.reason = {}, {}, {}
        self.subject = self.today = self.day = None
        self.visits = defaultdict(dict)
        self.feels = {}

    def read(self, text):
        """The answer to the last question, or None."""
        answer = None
        for told in re.findall(r"(?:[^.?]+\?)?[^.?]+\.", text):
            answer = self.read_one(told.strip())
        return answer

    def read_one(self, told):
        for regex, method in SENTENCES.items():
            found = regex.fullmatch(told)
            if found:
                return method(self, *found.groups())
        raise AssertionError(f"cannot read: {told}")

    def meant(self, pronoun):
        """Who she or he is: the one that was spoken of."""
        assert (self.subject in WOMEN) == (pronoun in ("she", "her")), f"{self.subject} is not {pronoun}"
        return self.subject

    @sentence("<N> is <AT> \\.")
    def is_at(self, name, place):
        self.place[name] = place

    @sentence("<N> is <AT> and <N> is <AT> \\.")
    def are_at(self, name, place, other, elsewhere):
        self.place |= {name: place, other: elsewhere}

    @sentence("(?:then )?<N> <WALKS> <TO> \\.")
    def walks(self, name, _, going):
        assert self.place[name] != ARRIVED[going]
        self.place[name] = ARRIVED[going]

    @sentence("<N> stays <AT> \\.")
    def stays(self, name, place):
        assert self.place[name] == place

    @sentence("where is <N>(?: now)? \\? <N> is (.+) \\.")
    def where_is(self, name, again, _):
        assert name == again
        return self.place[name]

    @sentence("<N> puts <A><THING> <SPOT> \\.")
    def puts(self, name, _, thing, spot):
        self.spot[thing] = spot

    @sentence("<N> puts the <THING> <SPOT> \\.")
    @sentence("then <N> puts the <THING> <SPOT> \\.")
    @sentence("<SHE> puts the <THING> <SPOT> \\.")
    def puts_again(self, who, thing, spot):
        if who in ("she", "he"):
            assert self.holder[thing] == self.meant(who)
        else:
            assert thing in self.spot
        self.spot[thing] = spot

    @sentence("where is the <THING>(?: now)? \\? the <THING> is (.+) \\.")
    def where_is_it(self, thing, again, _):
        assert thing == again
        return self.spot[thing] if thing in self.spot else self.place[thing]

    @sentence("<N> has <A><THING> \\.")
    @sentence("<N> (?:finds|buys) <A><THING> (?:<AT>) \\.")
    def gets(self, name, _, thing, __=None):
        self.holder[thing] = self.subject = name

    @sentence("<AT> <N> (?:finds|buys) <A><THING> \\.")
    def gets_there(self, _, name, __, thing):
        self.holder[thing] = self.subject = name

    @sentence("<N> gives the <THING> (?:back )?to <N> \\.")
    def gives(self, giver, thing, taker):
        assert self.holder[thing] == giver
        self.holder[thing] = taker

    @sentence("<N> gets the <THING> from <N> \\.")
    def gets_from(self, taker, thing, giver):
        self.gives(giver, thing, taker)

    @sentence("<N> is happy with the <THING> \\.")
    def likes(self, name, thing):
        assert self.holder[thing] == name

    @sentence("who has the <THING>(?: now)? \\? (.+) \\.")
    def who_has(self, thing, _):
        return self.holder[thing]

    @sentence("<N> has <NUMBER> (\\w+) \\.")
    def has_some(self, name, number, _):
        self.amount[name] = NUMBERS.index(number)
        self.subject = name

    @sentence("<N> has <NUMBER> (\\w+) and <N> has <NUMBER> (\\w+) \\.")
    def have_some(self, name, number, thing, other, more, again):
        assert singular(thing) == singular(again)
        self.amount |= {name: NUMBERS.index(number), other: NUMBERS.index(more)}

    @sentence("(?:then )?<SHE> (buys|finds|loses|eats) <NUMBER> (\\w+) \\.")
    def changes(self, she, verb, number, _):
        sign = 1 if verb in ("buys", "finds") else -1
        self.amount[self.meant(she)] += sign * NUMBERS.index(number)

    @sentence("(\\w+) gives (\\w+) <NUMBER> (\\w+) \\.")
    def gives_some(self, giver, taker, number, _):
        for who, sign in ((giver, -1), (taker, 1)):
            name = who if who in NAMES else self.meant(who)
            if name in self.amount:
                self.amount[name] += sign * NUMBERS.index(number)

    @sentence("<SHE> gets <NUMBER> (\\w+) from <N> \\.")
    def gets_some(self, she, number, thing, giver):
        self.gives_some(giver, she, number, thing)

    @sentence("how many (\\w+) does <N> have now \\? <N> now has (.+) \\.")
    def how_many(self, things, name, again, _):
        assert name == again
        number = self.amount[name]
        return f"{NUMBERS[number]} {singular(things) if number == 1 else things}"

    @sentence("<N> has an? <COLOR> (\\w+) and <N> has an? <COLOR> (\\w+) \\.")
    @sentence("<N> has an? <COLOR> (\\w+) , <N> has an? <COLOR> (\\w+) and <N> has an? <COLOR> (\\w+) \\.")
    def have_colors(self, *told):
        for name, color, thing in zip(told[::3], told[1::3], told[2::3], strict=True):
            self.color[name, thing] = color
            self.holder[f"{color} {thing}"] = name
        assert len(self.color) == len(self.holder) == len(told) // 3

    @sentence("who has the <COLOR> (\\w+)(?: now)? \\? (.+) \\.")
    def who_has_color(self, color, thing, _):
        return self.holder[f"{color} {thing}"]

    @sentence("what color is <N> ’s (\\w+) \\? (.+) \\.")
    def what_color(self, name, thing, _):
        return self.color[name, thing]

    @sentence("on <DAY> <N> goes <TO> \\.")
    def on_a_day(self, day, name, going):
        self.subject, self.today = name, day
        self.visits[day] = {name: going}

    @sentence("<N> goes <TO> on <DAY> \\.")
    def on_that_day(self, name, going, day):
        self.on_a_day(day, name, going)

    @sentence("today is <DAY> \\.")
    def today_is(self, day):
        self.today = day

    @sentence("today <N> goes <TO> \\.")
    @sentence("<N> goes <TO> today \\.")
    def goes_today(self, name, going):
        self.on_a_day(self.today, name, going)

    @sentence("(?:tomorrow|the next day) <SHE> goes <TO> \\.")
    def next_day(self, she, going):
        tomorrow = DAYS[(DAYS.index(self.today) + 1) % 7]
        self.visits[tomorrow] = {self.meant(she): going}

    @sentence("when does <N> go <TO> \\? on (.+) \\.")
    def when(self, name, going, _):
        (day,) = (day for day, visit in self.visits.items() if visit == {name: going})
        return day

    @sentence("where does <N> go on <DAY> \\? (.+) \\.")
    def where_to(self, name, day, _):
        return self.visits[day][name]

    @sentence("<N> <DEED> because <SHE> is (\\w+) \\.")
    def does_because(self, name, deed, she, feeling):
        self.subject = name
        self.does(self.meant(she), deed, feeling)

    @sentence("because <N> is (\\w+) , <SHE> <DEED> \\.")
    def because_does(self, name, feeling, she, deed):
        self.does_because(name, deed, she, feeling)

    @sentence("<N> is (\\w+) \\.")
    def is_so(self, name, feeling):
        self.subject, self.feels[name] = name, feeling

    @sentence("so <SHE> <DEED> \\.")
    def so(self, she, deed):
        self.does(self.meant(she), deed, self.feels[self.subject])

    @sentence("<N> sees that <N> is (\\w+) \\.")
    def sees_that(self, _, name, feeling):
        self.is_so(name, feeling)

    @sentence("why does <N> <DEED> \\? because <SHE> is (.+) \\.")
    def why(self, name, deed, she, _):
        self.subject = name
        return self.reason[self.meant(she), deed]

    def does(self, name, deed, feeling):
        """With the verb as it is in a question: why does she want to go to bed?"""
        verb, *rest = deed.split()
        self.reason[name, " ".join([{"goes": "go"}.get(verb, verb.removesuffix("s")), *rest])] = feeling

    @sentence("there is <A><THING> <AT> \\.")
    def there_is(self, _, animal, place):
        self.place[animal] = place

    @sentence("<AT> there is <A><THING> \\.")
    def here_is(self, place, _, animal):
        self.place[animal] = place

    @sentence("<N> sees the <THING> \\.")
    @sentence("<N> hears that the <THING> \\w+ \\.")
    def sees(self, _, animal):
        assert animal in self.place

    @sentence("(?:then )?the <THING> (?:\\w+ and )?runs <TO> \\.")
    def runs(self, animal, going):
        assert self.place[animal] != ARRIVED[going]
        self.place[animal] = ARRIVED[going]

    @sentence("<N> wants to (\\w+ .+) \\.")
    def wants(self, name, plan):
        self.subject, self.plan[name] = name, plan

    @sentence("<N> says that <SHE> can (\\w+ .+) <AT> \\.")
    def says_one_can(self, _, she, plan, place):
        assert self.plan[self.meant(she)] == plan
        self.place[plan] = place

    @sentence("so <N> goes <TO> and (\\w+) (.+) \\.")
    def goes_and_does(self, name, going, verb, what):
        plan = self.plan[name]
        assert (verb.removesuffix("s"), what) == tuple(plan.split(" ", 1))
        assert self.place[plan] == ARRIVED[going]

    @sentence("where does <N> (\\w+ .+) \\? (.+) \\.")
    def where_does(self, name, plan, _):
        assert self.plan[name] == plan
        return self.place[plan]

    @sentence("<N> asks where <N> is \\.")
    def asks(self, name, other):
        assert name != other

    @sentence("<N> says that <N> is <AT> \\.")
    def says(self, _, name, place):
        self.place[name] = place

    @sentence("<N> thinks that <N> is <AT> , but <SHE> is <AT> \\.")
    def thinks(self, _, name, wrong, she, place):
        assert wrong != place
        self.subject = name
        self.place[self.meant(she)] = place

    @sentence("<N> ((?:goes|stays|eats|bakes|drinks|calls|sings|reads|takes) [\\w ]+) \\.")
    def does_it(self, name, deed):
        assert self.subject == name
        self.does(name, deed, self.feels[name])
