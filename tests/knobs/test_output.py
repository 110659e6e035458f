"""What a program prints reaches the page in order, in few messages, and up to a limit."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knobs.output import BURST, LIMIT, PAUSE, RUNNING, VIEWS, Stream, Transcript
from knobs.text import LANGUAGES

from tests.knobs.reading import Reader, only_own_tags
from tests.knobs.test_program import Heard

FILE = "look in site_src/knobs/output.py"
PRINTABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


class Clock:
    """Time that passes by `step` at each look."""

    def __init__(self, step=0.0):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["out", "err"]), PRINTABLE)), st.sampled_from([0.0, 0.001, 0.02, 1.0])
)
def test_nothing_is_lost_and_the_order_is_kept(pieces, step):
    heard = Heard()
    transcript = Transcript(heard, "en", Clock(step))
    for kind, text in pieces:
        transcript.write(kind, text)
    assert transcript.end() is None, FILE
    told = [(kind, character) for kind, text in heard for character in text]
    assert told == [(kind, character) for kind, text in pieces for character in text], FILE
    assert "".join(transcript.printed) == "".join(text for kind, text in pieces if kind == "out"), FILE


def test_a_little_is_told_at_once_and_much_in_batches():
    heard, clock = Heard(), Clock()
    transcript = Transcript(heard, "en", clock)
    for index in range(1_000):
        transcript.write("out", f"{index}")
        transcript.write("out", "\n")
    assert len(heard) == BURST and heard[0] == ("out", "0\n"), FILE
    clock.now += PAUSE * 1.01
    transcript.write("out", "later\n")
    assert len(heard) == BURST + 1 and heard[-1][1].endswith("999\nlater\n"), FILE
    transcript.write("out", "the rest")
    transcript.end()
    assert heard[-1] == ("out", "the rest"), FILE


def test_dots_without_a_newline_are_told_in_time():
    heard, clock = Heard(), Clock()
    transcript = Transcript(heard, "en", clock)
    for _ in range(4):
        transcript.write("out", ".")
        clock.now += PAUSE
    assert heard.text() in ("..", "...", "...."), FILE
    transcript.write("out", ".")
    transcript.flush()
    assert heard.text() == ".....", FILE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("extra", [0, 1, 5_000_000])
def test_the_limit(lang, extra):
    heard = Heard()
    transcript = Transcript(heard, lang, Clock())
    transcript.write("out", "x" * (LIMIT - 10))
    transcript.write("err", "y" * 10)
    for _ in range(extra and 2):
        transcript.write("out", "z" * extra)
    told = transcript.end()
    assert len(heard.text() + heard.text("err")) == LIMIT, FILE
    assert bool(told) == bool(heard.text("view")) == bool(extra), FILE
    if extra:
        assert only_own_tags(told) and only_own_tags(heard.text("view")), FILE
        count = {1: "2", 5_000_000: {"en": "10,000,000", "nl": "10.000.000"}[lang]}[extra]
        assert count in Reader(told).text, FILE


def test_pictures_have_a_limit_too():
    heard = Heard()
    transcript = Transcript(heard, "nl", Clock())
    for _ in range(5):
        transcript.draw("x" * (VIEWS // 2))
    assert len(heard) == 2 and "niet te zien: 3." in Reader(transcript.end()).text, FILE


class Loud(str):
    """Text that lies about itself."""

    def __len__(self):
        return 3

    def __str__(self):
        return "lie"

    def __format__(self, spec):
        return "lie"

    def __getitem__(self, key):
        return "lie"


def test_a_subclass_of_text_is_told_as_plain_text():
    heard = Heard()
    transcript = Transcript(heard, "en", Clock())
    transcript.write("out", Loud("truth\n"))
    assert heard == [("out", "truth\n")] and type(heard[0][1]) is str, FILE


def test_surrogates_do_as_in_python():
    heard = Heard()
    transcript = Transcript(heard, "en", Clock())
    with pytest.raises(UnicodeEncodeError):
        transcript.write("out", "a\udc80")
    transcript.write("err", "a\udc80\n")
    assert heard == [("err", "a\\udc80\n")], FILE


@pytest.fixture
def heard():
    kept = Heard()
    RUNNING.append(Transcript(kept, "en", Clock()))
    yield kept
    RUNNING.pop()


def test_a_stream_is_a_text_stream(heard):
    stream = Stream("out")
    assert isinstance(stream, io.TextIOBase) and stream.writable() and not stream.readable(), FILE
    assert (stream.encoding, stream.errors, stream.name, stream.isatty()) == (
        "utf-8",
        "strict",
        "<stdout>",
        False,
    )
    stream.reconfigure(encoding="utf-8")
    assert stream.write("é") == 1, FILE
    stream.writelines(["a", "b\n"])
    assert stream.buffer.write("ü\n".encode()[:1]) == 1, "half a character waits for its other half"
    stream.buffer.write(memoryview("ü\n".encode())[1:])
    RUNNING[-1].send()
    assert heard.text() == "éab\nü\n", FILE
    with pytest.raises(TypeError, match="must be str, not int"):
        stream.write(3)
    with pytest.raises(io.UnsupportedOperation):
        stream.fileno()
    stream.close()
    with pytest.raises(ValueError, match="closed file"):
        stream.write("a")


def test_a_stream_without_a_program_is_silent():
    assert not RUNNING
    assert Stream("err").write("nobody") == 6, FILE
    Stream("err").flush()
