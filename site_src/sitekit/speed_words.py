"""The words of the speed tables: what each row of benchmarks/results.json is called, in both languages."""

from knobs.text import Text

_VISITS = {
    1: Text(en="first visit", nl="eerste bezoek"),
    2: Text(en="second visit", nl="tweede bezoek"),
    3: Text(en="third visit", nl="derde bezoek"),
}
_DEMOS = {
    "slope": Text(en="One knob", nl="Eén draaiknop"),
    "line": Text(en="A line", nl="Een lijn"),
    "neuron": Text(en="A neuron", nl="Een neuron"),
    "network": Text(en="The puzzle’s network", nl="Het netwerk uit de puzzel"),
}
_DRAGGED = {
    "one-knob": Text(en="One knob of the pocket model", nl="Eén draaiknop van het zakmodel"),
    "silence": Text(en="Neurons off", nl="Neuronen uit"),
    "bits": Text(en="Fewer bits", nl="Minder bits"),
    "adapter": Text(en="A small addition", nl="Een kleine toevoeging"),
}
_ENGINES = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit"}
_LEARNERS = {
    "small": Text(en="The smallest model", nl="Het kleinste model"),
    "middle": Text(en="The middle one", nl="Het middelste"),
    "pocket": Text(en="As large as the pocket model", nl="Zo groot als het zakmodel"),
}
_RATES = {1: Text(en="full speed", nl="volle snelheid"), 2: Text(en="half speed", nl="halve snelheid")}
_HOSTS = {"gzip": Text(en="gzip", nl="gzip"), "brotli": Text(en="Brotli", nl="Brotli")}
_PAGES = {
    "home": Text(en="Home page", nl="Engelse beginpagina"),
    "chapter": Text(en="Chapter 1", nl="Engels hoofdstuk 1"),
    "begin": Text(en="Dutch home page", nl="Beginpagina"),
    "hoofdstuk": Text(en="Dutch chapter 1", nl="Hoofdstuk 1"),
}
_TOUCH = Text(en="Touch, {visit}", nl="Aanraken, {visit}")
_RUN = Text(en="Run, {visit}", nl="Uitvoeren, {visit}")
_IN = Text(en="{what}, {engine}", nl="{what}, {engine}")
_REDRAW = Text(en="{demo}, {rate}", nl="{demo}, {rate}")
_READ = Text(en="{page}, to read it ({how})", nl="{page}, om te lezen ({how})")
_LIVE = Text(en="{page}, with live demos ({how})", nl="{page}, met werkende demo’s ({how})")
_RESULT = Text(en="A snippet’s first output ({how})", nl="Eerste uitvoer van een blok code ({how})")

# Part of the page -> key of the row -> its name.
PARTS: dict[str, dict[str, Text]] = {
    "boot": {f"boot-{number}": _TOUCH.fill(visit=visit) for number, visit in _VISITS.items()},
    "run": {f"run-{number}": _RUN.fill(visit=visit) for number, visit in _VISITS.items()}
    | {"edit": Text(en="Run after an edit", nl="Uitvoeren na een wijziging")},
    "stop": {
        "stop-ready": Text(
            en="Stop, until Run can be pressed again", nl="Stoppen, tot je weer op Uitvoeren kunt drukken"
        ),
        "stop-next": Text(
            en="Stop, until the next program has printed",
            nl="Stoppen, tot het volgende programma iets afdrukt",
        ),
    },
    "redraw": {
        f"redraw-{demo}-{rate}": _REDRAW.fill(demo=name, rate=speed)
        for rate, speed in _RATES.items()
        for demo, name in _DEMOS.items()
    },
    "pocket": {
        "pocket-load": Text(en="Until it can read, in the page", nl="Tot het kan lezen, in de pagina"),
        "pocket-word-cpython": Text(
            en="A word, in Python on the machine itself", nl="Een woord, in Python op de machine zelf"
        ),
    }
    | {
        f"word-{engine}": _IN.fill(what=Text(en="A word, written", nl="Een woord, geschreven"), engine=name)
        for engine, name in _ENGINES.items()
    }
    | {
        f"read-{engine}": _IN.fill(
            what=Text(en="1,000 words, read at once", nl="1000 woorden, in één keer gelezen"), engine=name
        )
        for engine, name in _ENGINES.items()
    },
    "drag": {
        f"drag-{demo}-{engine}": _IN.fill(what=what, engine=name)
        for demo, what in _DRAGGED.items()
        for engine, name in _ENGINES.items()
    },
    "learn": {
        f"learn-{size}-{engine}": _IN.fill(what=what, engine=name)
        for size, what in _LEARNERS.items()
        for engine, name in _ENGINES.items()
    },
    "bytes": {f"result-{how}": _RESULT.fill(how=name) for how, name in _HOSTS.items()}
    | {
        f"live-{page}-{how}": _LIVE.fill(page=_PAGES[page], how=name)
        for page in ("home", "chapter")
        for how, name in _HOSTS.items()
    }
    | {
        f"read-{page}-{how}": _READ.fill(page=name, how=compressed)
        for page, name in _PAGES.items()
        for how, compressed in _HOSTS.items()
    },
}
NAMES = {
    "ours": Text(en="this site", nl="deze site"),
    "stock-worker": Text(en="Pyodide in a worker", nl="Pyodide in een worker"),
    "stock-page": Text(en="Pyodide in the page", nl="Pyodide in de pagina"),
    "pyscript": Text(en="PyScript", nl="PyScript"),
    "markdown-exec": Text(en="markdown-exec", nl="markdown-exec"),
    "products": Text(en="its products alone", nl="alleen de producten"),
    "limit": Text(en="the kernel at its best", nl="de kernel op zijn best"),
    "torch": Text(en="PyTorch, one native thread", nl="PyTorch, één thread op de machine zelf"),
}

WHO = Text(en="Who", nl="Wie")
MEDIAN = Text(en="Median, middle half", nl="Mediaan, middelste helft")
SIZE = Text(en="Compressed", nl="Ingepakt")
MOST = Text(en="95% at most", nl="95% hoogstens")
RATIO = Text(en="Ratio", nl="Verhouding")
LABEL = Text(en="What was measured", nl="Wat er is gemeten")
ABSENT = {
    "cannot": Text(en="cannot do this", nl="kan dit niet"),
    "failed": Text(en="not measured", nl="niet gemeten"),
}
AIM = {
    "value": Text(en="Aim: at most {most}.", nl="Doel: hoogstens {most}."),
    "p95": Text(en="Aim: 95% within {most}.", nl="Doel: 95% binnen {most}."),
    "ratio": Text(
        en="Aim: at most {most} of the time of {peer}.", nl="Doel: hoogstens {most} van de tijd van {peer}."
    ),
}
REACHED = {
    True: Text(en="Reached.", nl="Gehaald."),
    False: Text(en="Missed.", nl="Niet gehaald."),
    None: Text(en="Not measured.", nl="Niet gemeten."),
}
MACHINE = Text(
    en="Measured on {date}, on a machine with {cores} cores ({processor}) under {system}, in Chromium {browser}, "
    "Firefox {firefox} and WebKitGTK {webkit}, with Pyodide {pyodide}, PyScript {pyscript} and markdown-exec {markdown_exec}; {rounds} rounds.",
    nl="Gemeten op {date}, op een machine met {cores} kernen ({processor}) onder {system}, in Chromium {browser}, "
    "Firefox {firefox} en WebKitGTK {webkit}, met Pyodide {pyodide}, PyScript {pyscript} en markdown-exec {markdown_exec}; {rounds} ronden.",
)
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
}
