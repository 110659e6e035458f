"""The heart of Knobs: demos, their controls and their pictures, in plain Python.

Standard library only. The same files run in CPython while the site is built and in the reader's browser.
"""
