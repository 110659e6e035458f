"""All questions in their order. Each was asked somewhere on this site, and is shown there."""

from .training import TRAINING
from .use import USE

QUESTIONS = (*TRAINING, *USE)
