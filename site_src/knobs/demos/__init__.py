"""One file, one demo: the maths first, then one demo function. The file's name is the demo's name."""
