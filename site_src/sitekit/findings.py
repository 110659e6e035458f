"""What is wrong with a page, as people read it: file, line, what, and what to write instead."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """An error has to be mended before a page is done; a warning asks somebody to look."""

    page: str
    line: int
    what: str
    instead: str
    error: bool = True

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.what}: {self.instead}"
