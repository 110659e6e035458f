"""All that is special to MkDocs, Material and their plugins; nothing else in the project knows them.

The plugins were not made for each other. What goes wrong without help, and is mended here:

- static-i18n rebuilds the list of files and forgets that notebooks are pages; each language's build throws away
  the other's rendered notebooks; a rendered notebook leaves its links alone.
- The language switcher, `hreflang`, the canonical address, 404 pages and the search index know one language.
- A page that is not translated yet claims to be Dutch.

The modules beside this one are imported where they are used: `mkdocs serve` reads them again when they change.
"""

import json
import logging
import os
import posixpath
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mkdocs.utils
from material.plugins.search.plugin import SearchIndex  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

DEFAULT = "en"
ROOT = Path(__file__).resolve().parents[2]
CODE = ("site_src", "examples")
RENDERED = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")
DEMO = re.compile(r"<knob-demo\b.*?</knob-demo>|<noscript>.*?</noscript>", re.DOTALL)
FIRST_HEADING = re.compile(r"\s*<h1\b[^>]*>.*?</h1>", re.DOTALL)

log = logging.getLogger("mkdocs.plugins.knobs")
serving = False  # a page that is being written is never kept for offline use
only = ""  # the one language that is served, if somebody asked for one
rendered: dict[Any, dict[str, Any]] = {}  # while serving, what a page became
findable: dict[Any, list[dict[str, Any]]] = {}  # while serving, what the search can find in a page
render = Page.render
add_entries = SearchIndex.add_entry_from_context
clean_directory = mkdocs.utils.clean_directory


@dataclass(frozen=True)
class Version:
    """A page in one language; not `translated` where it has the English text at another address."""

    lang: str
    name: str
    url: str  # from the site's root
    translated: bool = True


# ---- The build: checked first, then made once per language ---------------------------------------------


def on_startup(command: str, dirty: bool) -> None:
    global serving, only
    serving = command == "serve"
    only = os.environ.get("SERVE_ONLY", "") if serving else ""
    log.info("Building every page in %s …", only or "every language")
    if serving:
        setattr(Page, "render", _render_once)  # noqa: B010 (methods of theirs)
        setattr(SearchIndex, "add_entry_from_context", _find_once)  # noqa: B010


def on_config(config: MkDocsConfig) -> None:
    """Stop if a page cannot be right. Runs before static-i18n, once for all languages."""
    from sitekit import pages

    config.extra["service_worker"] = not serving
    if _i18n(config).building:
        return
    if only:
        _serve_only(config)
    utils: Any = mkdocs.utils
    utils.markdown_extensions = tuple(
        dict.fromkeys([*utils.markdown_extensions, ".ipynb"])
    )  # these are pages
    if wrong := list(pages.problems(Path(config.docs_dir), config.nav or ())):
        raise BuildError("\n".join(wrong))


def _serve_only(config: MkDocsConfig) -> None:
    """Let static-i18n begin with this language, at its own addresses, and build no other."""
    i18n = _i18n(config)
    if only not in i18n.all_languages:
        raise BuildError(f"mkdocs.yml has no language “{only}”; it has {', '.join(i18n.all_languages)}")
    for language in i18n.config.languages:
        language.build = language.locale == only
    i18n.current_language = only


def on_pre_build(config: MkDocsConfig) -> None:
    config.plugins["mkdocs-jupyter"].config["cache"] = True


@event_priority(100)
def _keep_notebooks(config: MkDocsConfig) -> None:
    """Keep mkdocs-jupyter from dropping the notebooks that this language does not use."""
    config.plugins["mkdocs-jupyter"].config["cache"] = False


@event_priority(-200)  # after static-i18n (-100) has built every language and joined the search index
def _split_search(config: MkDocsConfig) -> None:
    """Give every language a search index of its own, below its own root."""
    i18n = _i18n(config)
    if i18n.building:
        return
    index = json.loads(Path(config.site_dir, "search/search_index.json").read_text("utf-8"))
    roots = {lang: "" if lang == DEFAULT else f"{lang}/" for lang in i18n.build_languages}
    entries: dict[str, list[dict[str, Any]]] = {lang: [] for lang in [DEFAULT, *roots]}
    for entry in index["docs"]:
        lang = next(
            (lang for lang, root in roots.items() if root and entry["location"].startswith(root)), DEFAULT
        )
        entries[lang].append(entry | {"location": entry["location"].removeprefix(roots[lang])})
    for lang, root in roots.items():
        own = {"config": index["config"] | {"lang": [lang]}, "docs": entries[lang]}
        path = Path(config.site_dir, root, "search/search_index.json")
        mkdocs.utils.write_file(
            json.dumps(own, ensure_ascii=False, separators=(",", ":")).encode(), str(path)
        )


@event_priority(-300)  # after everything else
def _go_offline(config: MkDocsConfig) -> None:
    """The service worker has the hash of every file, so it is written when all of them are there."""
    from sitekit import offline

    if not _i18n(config).building:
        site = Path(config.site_dir)
        (site / offline.WORKER).write_text(offline.no_worker() if serving else offline.worker(site), "utf-8")


on_post_build = CombinedEvent(_keep_notebooks, _split_search, _go_offline)


def on_build_error(error: Exception) -> None:
    """static-i18n puts a function of its own here, and takes it away only when all went well."""
    mkdocs.utils.clean_directory = clean_directory


def on_serve(server: Any, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Edits of demos, views and figures show without a restart; the reload script is allowed by the policy."""
    from sitekit.policy import with_policy

    inject = server._inject_js_into_html
    code = [_code()]

    def rebuild() -> None:
        """Where only a page changed, all that was drawn and rendered besides is used again."""
        code.append(_code())
        if code.pop(0) != code[0]:
            rendered.clear()
            findable.clear()
            for name in [name for name in sys.modules if name.partition(".")[0] in ("knobs", "sitekit")]:
                del sys.modules[name]
        builder()

    server.builder = rebuild
    server._inject_js_into_html = lambda page, epoch: with_policy(inject(page, epoch).decode()).encode()
    if only:
        log.info("Look at %s%s; pages reload when a file changes", server.url, f"{only}/" * (only != DEFAULT))
    else:
        told = "Look at %s (English) or %snl/ (Nederlands); pages reload when a file changes"
        log.info(told, server.url, server.url)
    return server  # type: ignore[no-any-return]


def _code() -> list[tuple[str, int]]:
    """Everything that a page is made with, with the time of its last change."""
    made = (ROOT / "benchmarks/results.json", *(file for name in CODE for file in (ROOT / name).rglob("*")))
    files = sorted(file for file in made if file.is_file() and "__pycache__" not in file.parts)
    return [(str(file), file.stat().st_mtime_ns) for file in files]


def _render_once(page: Page, config: MkDocsConfig, files: Files) -> None:
    """While serving: a page of which the text is as before is as before. Not one that looks at other pages."""
    about = (page.markdown, repr(page.meta), page.url, repr(config.mdx_configs.get("sitekit.markdown")))
    key = (page.file.src_uri, *about, *sorted(files.src_uris))
    if key not in rendered or 'name="translations"' in (page.markdown or ""):
        render(page, config, files)
        rendered[key] = {name: page.__dict__[name] for name in RENDERED if name in page.__dict__}
    page.__dict__.update(rendered[key])


def _find_once(index: Any, page: Page) -> None:
    """While serving: in a page that is as before the search finds what it found before."""
    key = (page.url, page.title, page.content, repr(page.meta))
    if key not in findable:
        others = len(index.entries)
        add_entries(index, page)
        findable[key] = index.entries[others:]
    else:
        index.entries += findable[key]


# ---- Files ---------------------------------------------------------------------------------------------


@event_priority(50)  # before static-i18n, so that it takes the English page instead
def _leave_drafts(files: Files, config: MkDocsConfig) -> Files:
    """A translation that is not finished is shown to its author only, while serving."""
    from sitekit.sources import Source

    for file in list(files.documentation_pages()):
        lang, _, name = file.src_uri.partition("/")
        if lang != DEFAULT and not serving and name.endswith(".md"):
            meta = Source(Path(config.docs_dir, lang, name), lang, name).meta
            if meta.get("translation") == "pending":
                files.remove(file)
    return files


@event_priority(-200)  # after static-i18n (-100), which cannot read a file from outside docs/
def _add_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what the browser needs: scripts, styles, fonts, Python; and the files that a page offers."""
    from sitekit import ahead, downloads, programs, runtime, word_files

    if not _i18n(config).building:
        for url, path in (runtime.static_files() | runtime.runtime_files() | ahead.files()).items():
            files.append(File.generated(config, url, abs_src_path=str(path)))
        for url, content in (downloads.files() | word_files.files() | programs.files()).items():
            files.append(File.generated(config, url, content=content))
    return files


on_files = CombinedEvent(_leave_drafts, _add_files)


# ---- Pages ---------------------------------------------------------------------------------------------


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell our Markdown extension which page it reads; MkDocs makes a new reader for each."""
    from sitekit.sources import spoken

    root = "" if _language(config) == DEFAULT else f"{_language(config)}/"
    is_glossary = page.file.src_uri.endswith("glossary.md")
    options = {
        "lang": spoken(_written_in(page.file)),
        "chapter": page.meta.get("chapter", ""),
        "assets": mkdocs.utils.get_relative_url("assets/", page.url),
        "sources": page.meta.get("sources", True),
        "repo": config.repo_url or "",
        "title": page.meta.get("title", ""),
        "address": page.canonical_url or "",
        "glossary": "" if is_glossary else mkdocs.utils.get_relative_url(f"{root}glossary/", page.url),
        "unmarked": page.meta.get("unmarked", []),
    }
    config.mdx_configs["sitekit.markdown"] = options


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Make a rendered notebook a page of ours. A link to a page that is not there stops the build.

    {site} in the code of any other page becomes the site's address; assets/address.js puts in where it is read.
    """
    from knobs.markup import tag

    from sitekit.notebooks import slim
    from sitekit.sources import spoken

    if not page.file.src_uri.endswith(".ipynb"):
        return html.replace("{site}", str(tag("span", config.site_url, data_site=True)))

    def resolve(href: str) -> str:
        address, mark, anchor = href.partition("#")
        if re.match(r"\w+:|/", address) or not address.endswith((".md", ".ipynb")):
            return href
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), address))
        if (file := files.get_file_from_path(target)) is None:
            raise BuildError(
                f"docs/{page.file.src_uri}:1: a link leads to “{address}”, and there is no such page"
            )
        return f"{file.url_relative_to(page.file)}{mark}{anchor}"

    html, headings = slim(html, spoken(_written_in(page.file)), resolve)
    top, *sections = [AnchorLink(text, id_, level) for level, id_, text in headings]
    top.children = sections
    page.toc.items[:] = [top]
    page.title = top.title
    return html


@event_priority(50)
def _hide_demos(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
    """Keep the numbers in drawings out of the search index; captions stay in."""
    context["whole_content"] = page.content
    page.content = DEMO.sub("", page.content or "")
    return context


@event_priority(-50)  # after Material has put the page, heading included, in the search index
def _page_context(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
    """What the templates need: the page in every language, and the head of the page."""
    from knobs.pictures import counter

    from sitekit import reading
    from sitekit.sources import spoken

    page.content = context.pop("whole_content")
    versions = _versions(page.file, config)
    here = next(version for version in versions if version.lang == _language(config))
    twin = next((version for version in versions if version.lang != here.lang), here)
    context |= {"versions": versions, "homes": _homes(config), "written_in": _written_in(page.file)}
    context |= _about_translation(page, config)
    if not here.translated:
        page.canonical_url = f"{config.site_url}{twin.url}"
    found = FIRST_HEADING.match(page.content)
    if found and page.meta.get("template") != "home.html":
        page.content = page.content[found.end() :]
        context["heading"] = found[0]
        if page.file.src_uri.endswith(".ipynb"):
            # mkdocs-jupyter puts it beside the page.
            context["notebook"] = posixpath.basename(page.file.src_uri)
        if twin.translated and here.translated and twin is not here:
            context |= {"twin": twin, "twin_title": _title(page.file, twin.lang, config)}
        if "knobs" in page.meta:
            context["counter"] = counter(int(page.meta["knobs"]), spoken(_written_in(page.file)))
            context["reading_time"] = reading.told(page.content, spoken(_written_in(page.file)))
    return context


def _about_translation(page: Page, config: MkDocsConfig) -> dict[str, Any]:
    """Whether the page lags behind the English, with what changed; whether it is a draft; and how to help."""
    from sitekit import talk
    from sitekit.sources import spoken
    from sitekit.translate.shown import banner
    from sitekit.translate.state import Desk

    docs, lang = Path(config.docs_dir), _written_in(page.file)
    name = page.file.src_uri.removeprefix(f"{lang}/")
    told: dict[str, Any] = {"how_to_translate": (docs / DEFAULT / "contribute/translate.md").exists()}
    if (here := _language(config)) != DEFAULT:
        which = talk.TAKE if lang == DEFAULT or page.meta.get("translation") == "pending" else talk.WRONG
        at = page.canonical_url if lang == here else name  # of an English text, its name in docs/en
        told["form"] = talk.form(which, spoken(here), config.repo_url or "", at or name)
    if lang != DEFAULT and name.endswith(".md"):
        told["is_draft"] = page.meta.get("translation") == "pending"
        told["behind"] = banner(Desk(docs.parent, lang), name)
    return told


on_page_context = CombinedEvent(_hide_demos, _page_context)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    from sitekit.policy import with_policy

    return with_policy(output)


# ---- Templates: 404 and sitemap ------------------------------------------------------------------------


def on_template_context(context: Any, template_name: str, config: MkDocsConfig) -> Any:
    context["versions"] = context["homes"] = _homes(config)
    context["written_in"] = _language(config)
    return context


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """A page “not found” for each language; static-i18n would leave only the last one, in the root."""
    from sitekit.policy import with_policy

    if template_name != "404.html":
        return output_content
    page, lang = with_policy(output_content), _language(config)
    if lang == DEFAULT:
        return page
    mkdocs.utils.write_file(page.encode(), str(Path(config.site_dir, lang, template_name)))
    return ""


# ---- Languages -----------------------------------------------------------------------------------------


def _i18n(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]


def _language(config: MkDocsConfig) -> str:
    """The language that is being built."""
    return str(_i18n(config).current_language)


def _written_in(file: Any) -> str:
    """The language of a page's text: English for one that is not translated yet."""
    return str(file.locale)


def _homes(config: MkDocsConfig) -> list[Version]:
    languages = _i18n(config).config.languages
    return [Version(language.locale, language.name, language.link.lstrip("/")) for language in languages]


def _versions(file: Any, config: MkDocsConfig) -> list[Version]:
    others = {home: file.alternates[home.lang] for home in _homes(config) if home.lang in file.alternates}
    return [
        Version(home.lang, home.name, other.url.removeprefix("./"), _written_in(other) == home.lang)
        for home, other in others.items()
    ]


def _title(file: Any, lang: str, config: MkDocsConfig) -> str:
    """The first heading of a page in another language, from its source: its own build is later, or over."""
    from sitekit.sources import Source

    return Source(Path(config.docs_dir, lang, file.norm_src_uri), lang, file.norm_src_uri).title
