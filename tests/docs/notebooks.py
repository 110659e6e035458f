"""Notebooks are stored with their outputs and nothing else, so that the site shows them without running any.

    PYTHONPATH=site_src .venv/bin/python -m tests.docs.notebooks

runs every notebook anew and stores what it prints: to be done after an edit.

What a stored notebook may hold: cells with their id, type, source and outputs, the tags of a cell, and the two
lines of metadata below. Execution counts, times and widgets change from run to run; they are left out.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from sitekit.prose import ROOT
from tests.docs.pages import pages

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(file: Path) -> NotebookNode:
    return nbformat.read(file, as_version=4)


def write(notebook: NotebookNode) -> str:
    """The text of a notebook file, the same for the same notebook."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def run(file: Path) -> NotebookNode:
    """The notebook with what its code gives now. Raises CellExecutionError where a cell fails."""
    notebook = tidy(read(file))
    with tempfile.TemporaryDirectory(prefix="notebook-") as folder, _home(folder):
        NotebookClient(
            notebook,
            timeout=60,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
            config=Config(
                {"ConnectionFileMixin": {"transport": "ipc", "ip": f"{folder}/kernel"}}
            ),  # no ports
        ).execute()
    return tidy(notebook)


def tidy(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what differs from run to run."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat_minor = 5
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in cell.metadata if key == "tags"}
        )
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = list(_joined(cell.outputs))
    return notebook


def _joined(outputs: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Outputs one by one; what was printed in several pieces is one output."""
    printed: NotebookNode | None = None
    for output in outputs:
        if output.output_type == "stream" and printed and printed.name == output.name:
            printed.text += output.text
            continue
        if "execution_count" in output:
            output.execution_count = None
        if "metadata" in output:
            output.metadata = nbformat.from_dict({})
        printed = output if output.output_type == "stream" else None
        yield output


@contextmanager
def _home(folder: str) -> Iterator[None]:
    """Jupyter and IPython keep their files in `folder`, and find this environment's kernel only."""
    names = ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "PYTHONPATH")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: f"{folder}/.{name.lower()}" for name in names[:-1]})
    os.environ["PYTHONPATH"] = str(ROOT / "site_src")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


if __name__ == "__main__":
    for page in pages("*.ipynb"):
        page.file.write_text(write(run(page.file)), encoding="utf-8")
        print(f"{page.name}: stored")
