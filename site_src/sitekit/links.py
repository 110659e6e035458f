"""Every link of the built site leads somewhere: files, anchors, ids; links to elsewhere are collected, not followed.

    python -m sitekit.links site/        prints what is broken, one line each; exit status 1 if anything is

Pages, pictures, scripts, the style sheets' url(…), ids named by labels, and absolute URLs of the site itself.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADDRESSES = ("href", "src", "poster", "action", "data", "xlink:href")
ID_NAMES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
STYLE_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)""")
HARMLESS = ("mailto:", "tel:", "data:", "blob:")


@dataclass(frozen=True)
class Link:
    """An address as it is written: in which file of the site, on which line, in which tag's attribute."""

    file: Path
    line: int
    tag: str
    attribute: str
    address: str


@dataclass
class Page(HTMLParser):
    """What links need to know of one HTML file."""

    file: Path
    ids: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    id_names: list[Link] = field(default_factory=list)
    canonical: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.file.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, values = self.getpos()[0], {name: value for name, value in attrs if value is not None}
        if "id" in values:
            self.ids.append((line, values["id"]))
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values.get("href", "")
        for name in ADDRESSES:
            if name in values and (tag, name) != ("input", "data"):
                self.links.append(Link(self.file, line, tag, name, values[name].strip()))
        for part in values.get("srcset", "").split(","):
            if part.strip():
                self.links.append(Link(self.file, line, tag, "srcset", part.split()[0]))
        if tag == "meta" and values.get("property") in ("og:url", "og:image"):
            self.links.append(Link(self.file, line, tag, "content", values.get("content", "")))
        for name in ID_NAMES:
            for one in values.get(name, "").split():
                self.id_names.append(Link(self.file, line, tag, name, one))


@dataclass(frozen=True)
class Site:
    """A built site: its folder, its pages by file, and the address it will have (from the home page)."""

    root: Path
    pages: dict[Path, Page]

    @property
    def url(self) -> str:
        home = self.pages.get(self.root / "index.html")
        return home.canonical if home else ""

    @property
    def links(self) -> list[Link]:
        return [link for page in self.pages.values() for link in page.links] + list(_style_links(self.root))


def read(root: Path) -> Site:
    """Read every HTML file under `root`."""
    root = root.resolve()
    return Site(root, {file: Page(file) for file in sorted(root.rglob("*.html"))})


def elsewhere(site: Site) -> list[Link]:
    """Links that leave the site."""
    return [link for link in site.links if _own_path(link, site) is None and not _is_harmless(link)]


def problems(site: Site) -> list[str]:
    """What is broken, one sentence each: file:line first, relative to the site's folder."""
    told = []
    for page in site.pages.values():
        seen: set[str] = set()
        for line, name in page.ids:
            if name in seen:
                told.append(f"{_place(site, page.file, line)}: id “{name}” is already taken on this page")
            seen.add(name)
        for link in page.id_names:
            if link.address not in seen:
                told.append(
                    f"{_where(site, link)}: {link.attribute} names the id “{link.address}”, which is absent"
                )
    for link in site.links:
        if reason := _broken(link, site):
            told.append(f"{_where(site, link)}: {link.attribute} “{link.address}” {reason}")
    return told


def _broken(link: Link, site: Site) -> str | None:
    if _is_harmless(link):
        return None
    path = _own_path(link, site)
    if path is None:
        return None if link.address.startswith("https://") else "leaves the site by another way than https"
    target = _target(link, path, site)
    if target is None:
        return "leads to no file"
    fragment = unquote(urlsplit(link.address).fragment)
    if fragment and target in site.pages and fragment not in {name for _, name in site.pages[target].ids}:
        return f"leads to {target.relative_to(site.root)}, which has no id “{fragment}”"
    return None


def _target(link: Link, path: str, site: Site) -> Path | None:
    """The file that a path of this site leads to, or None."""
    if not path:
        return link.file
    base = urlsplit(site.url).path or "/"
    if path.startswith("/"):
        if not f"{path}/".startswith(base):
            return None
        target = site.root / path[len(base) :].lstrip("/")
    else:
        target = link.file.parent / path
    target = target.resolve()
    if target.is_dir():
        target /= "index.html"
    return target if target.is_file() and target.is_relative_to(site.root) else None


def _own_path(link: Link, site: Site) -> str | None:
    """The path of an address on this site ("" for the page itself), or None for one elsewhere."""
    parts = urlsplit(link.address)
    if parts.scheme or parts.netloc:
        own = urlsplit(site.url)
        if not own.netloc or (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            return None
        return unquote(parts.path) or "/"
    return unquote(parts.path)


def _is_harmless(link: Link) -> bool:
    return link.address.startswith(HARMLESS)


def _style_links(root: Path) -> Iterator[Link]:
    for file in sorted(root.rglob("*.css")):
        for line, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            for address in STYLE_ADDRESS.findall(text):
                yield Link(file, line, "style sheet", "url", address.strip())


def _where(site: Site, link: Link) -> str:
    return _place(site, link.file, link.line)


def _place(site: Site, file: Path, line: int) -> str:
    return f"{file.relative_to(site.root).as_posix()}:{line}"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("python -m sitekit.links takes one folder, that of a built site", file=sys.stderr)
        return 2
    site = read(Path(arguments[0]))
    told = problems(site)
    print(*told, sep="\n", end="\n" if told else "")
    print(
        f"{len(site.pages)} pages, {len(site.links)} links, {len(elsewhere(site))} of them to elsewhere, "
        f"{len(told)} broken"
    )
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
