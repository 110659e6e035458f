// <knob-run>: a Python block that runs in the page. The element is not defined yet, so its buttons stay hidden and
// the page shows what it shows without scripts: the code, and the output that the tests compare.
