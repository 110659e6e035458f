"""Batches of rows, as torch has them."""

from knobs.world.reading import Reading, row
from workshop.data import batch

FILE = "look in site_src/workshop/data.py"


def test_a_row_is_a_function_of_seed_and_number():
    rows = batch(7, 0, 6, 65, Reading())
    assert rows.tolist() == [row(7, number, 65, Reading()) for number in range(6)], FILE
    assert batch(7, 3, 3, 65, Reading()).tolist() == rows[3:].tolist(), FILE
    assert batch(8, 0, 6, 65, Reading()).tolist() != rows.tolist(), FILE


def test_few_rows_come_back():
    few = Reading(rows=4)
    assert batch(0, 0, 4, 65, few).tolist() == batch(0, 8, 4, 65, few).tolist(), FILE
