"""What a program prints, on its way to the page: in order, a few messages a second, and never without end.

`Stream` stands in for sys.stdout and sys.stderr. It hands what is written to the `Transcript` of the program that
runs now, so a stream that an earlier block kept (a logger does) still reaches the reader.
"""

import builtins
import codecs
import io
from collections.abc import Callable
from time import monotonic
from typing import Literal

from .markup import Markup, tag
from .text import LANGUAGES, Text

# A reader may delete len or isinstance and print all the same: what is below uses names of its own.
globals()["__builtins__"] = dict(vars(builtins))

Kind = Literal["out", "err", "view"]
Tell = Callable[[str, str], object]
LIMIT = 100_000  # characters of text that a run can show
VIEWS = 2_000_000  # characters of HTML; a picture takes some ten thousand
PAUSE = 0.05  # seconds between messages, once the first few are gone
BURST = 10.0  # messages that need not wait: a program that prints a little is heard at once


class Transcript:
    """Collects what one run prints and draws, and tells it in batches."""

    def __init__(self, tell: Tell, lang: str, clock: Callable[[], float] = monotonic) -> None:
        self.tell, self.lang, self.clock = tell, lang, clock
        self.waiting: list[tuple[Kind, str]] = []
        self.printed: list[str] = []  # what reached stdout
        self.room, self.view_room = LIMIT, VIEWS
        self.unseen = self.unseen_views = 0
        self.credit, self.asked, self.since = BURST, clock(), clock()

    def write(self, kind: Kind, text: str) -> None:
        """Take text from a program. Raises UnicodeEncodeError where Python's own stdout does."""
        shown = str.__getitem__(text, slice(self.room))  # an exact str, whatever subclass came in
        more = str.__len__(text) - len(shown)
        if not shown.isascii():
            # As Python does: a lone surrogate is an error on stdout, and written as \udc80 on stderr.
            shown = shown.encode("utf-8", "strict" if kind == "out" else "backslashreplace").decode("utf-8")
        if shown:
            self.room = max(0, self.room - len(shown))
            if kind == "out":
                self.printed.append(shown)
            self._keep(kind, shown, ended=shown.endswith("\n"))
        if more:
            self._leave_out(more)

    def draw(self, html: Markup) -> None:
        """Take a picture."""
        if len(html) > self.view_room:
            self.unseen_views += 1
            return
        self.view_room -= len(html)
        self._keep("view", html, ended=True)

    def send(self) -> None:
        """Tell what waits, neighbours of one kind as one message."""
        waiting, self.waiting = self.waiting, []
        start = 0
        for end, (kind, _) in enumerate(waiting, 1):
            if end == len(waiting) or kind == "view" or waiting[end][0] != kind:
                self.tell(kind, "".join([text for _, text in waiting[start:end]]))
                start = end

    def end(self) -> Markup | None:
        """Tell the rest; a sentence says how much was left out, if anything was."""
        self.send()
        if not self.unseen and not self.unseen_views:
            return None
        told = LEFT_OUT if self.unseen else VIEWS_LEFT_OUT
        return _notice(told.fill(text=self.unseen, views=self.unseen_views), self.lang)

    def flush(self) -> None:
        """Tell what waits, if it is not too soon."""
        now = self.clock()
        self.credit = min(BURST, self.credit + (now - self.asked) / PAUSE)
        self.asked = now
        if self.credit >= 1 and self.waiting:
            self.credit -= 1
            self.send()

    def _keep(self, kind: Kind, text: str, *, ended: bool) -> None:
        """What ends a line is told soon; what does not, once more comes or time has passed."""
        if not self.waiting:
            self.since = self.clock()
        self.waiting.append((kind, text))
        if ended or self.clock() - self.since >= PAUSE:
            self.flush()

    def _leave_out(self, more: int) -> None:
        if not self.unseen:
            self.waiting.append(("view", CUT_OFF[self.lang]))
            self.send()
        self.unseen += more


RUNNING: list[Transcript] = []  # the last one is of the program that runs now


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a program; writes to the program that runs now, or to nobody."""

    mode, encoding, line_buffering = "w", "utf-8", True

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self.name = "<stdout>" if kind == "out" else "<stderr>"
        self.buffer = Bytes(self)

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "strict" if self.kind == "out" else "backslashreplace"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if RUNNING:
            RUNNING[-1].write(self.kind, text)
        return str.__len__(text)

    def flush(self) -> None:
        if RUNNING and not self.closed:
            RUNNING[-1].flush()

    def reconfigure(self, **_: object) -> None:
        """Programs ask for UTF-8 on systems where that is not a matter of course."""


class Bytes(io.RawIOBase):
    """`sys.stdout.buffer`: UTF-8 in, text out."""

    def __init__(self, stream: Stream) -> None:
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        content = bytes(memoryview(data))  # type: ignore[arg-type]  # any buffer, as RawIOBase has it
        self.stream.write(self.decoder.decode(content))
        return len(content)


def _notice(text: Text, lang: str) -> Markup:
    return tag("span", text[lang], class_="k-told k-told--cut", lang=lang)


LEFT_OUT = Text(
    en="{text} more characters were printed that are not shown here.",
    nl="Er zijn nog {text} tekens afgedrukt die hier niet te zien zijn.",
)
VIEWS_LEFT_OUT = Text(
    en="Pictures that were drawn and are not shown here: {views}.",
    nl="Tekeningen die wel gemaakt zijn, maar hier niet te zien: {views}.",
)
CUT = Text(
    en="From here on the output is not shown: a page shows the first 100,000 characters. The program goes on.",
    nl="Vanaf hier is de uitvoer niet te zien: een pagina toont de eerste 100.000 tekens. Het programma gaat door.",
)
CUT_OFF = {lang: _notice(CUT, lang) for lang in LANGUAGES}  # made now: nothing can be broken yet
