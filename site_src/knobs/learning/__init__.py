"""A language model that is trained where it is read about.

Read choices.py first: what can be trained, and with what settings. training.py has one update; course.py a training from
its seed on, with what was seen on the way; file.py keeps one. In the page this is a part of its own, with the Little World
that writes the texts.
"""
