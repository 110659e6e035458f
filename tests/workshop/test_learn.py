"""The same training by torch and by plain Python: update after update, kept as a file and opened by either."""

import pytest
from knobs.learning.course import Course
from knobs.learning.file import content_of, course_in
from workshop.learn import Learner, main, report

FILE = "look in site_src/workshop/learn.py"


def test_torch_learns_what_the_page_learns():
    torchs, ours = Course("small", "both", 5, Learner), Course("small", "both", 5)
    for course in (torchs, ours):
        course.go(4, 0.01, 3)
    for (words, loss), (other_words, other) in zip(torchs.seen.losses, ours.seen.losses, strict=True):
        assert words == other_words and loss == pytest.approx(other, rel=1e-4), FILE
    ours_kept, theirs = ours.learner.memories(), torchs.learner.memories()
    for name in ours.config.shapes:
        for mine, its in zip(ours_kept[name], theirs[name], strict=True):
            assert its.tolist() == pytest.approx(mine, abs=5e-4), f"{name}: {FILE}"


def test_a_file_of_the_one_is_opened_by_the_other(capsys):
    course = Course("small", "nl", 5)
    course.go(3, 0.01, 3)
    other = course_in(content_of(course), Learner)
    assert content_of(other) == content_of(course), FILE
    report(other)
    assert "parameters" in capsys.readouterr().out
    other.go(2, 0.01, 3)
    back = course_in(content_of(other))
    assert back.updates == 5 and content_of(back) == content_of(other), FILE
    asked = back.facts_right()
    assert asked == other.facts_right(), FILE


def test_it_speaks_trains_on_and_writes_back(tmp_path, monkeypatch, capsys):
    file = tmp_path / "mine.safetensors"
    monkeypatch.setattr(
        "sys.argv", ["learn.py", str(file), "--size", "small", "--words", "200", "--texts", "1"]
    )
    main()
    first = course_in(file.read_bytes())
    assert first.updates == 100 and first.seen.words > 200, FILE
    monkeypatch.setattr("sys.argv", ["learn.py", str(file)])
    main()
    told = capsys.readouterr().out
    assert "Anna is" in told and course_in(file.read_bytes()).updates == 100, FILE
