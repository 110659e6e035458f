"""A language model that is trained where it is read about: sizes.py, what can be trained; training.py, how; course.py, a
training from its seed on, with what was seen on the way.

In the page this is a part of its own, with the Little World that writes the texts: it comes when a demo asks for it.
"""
