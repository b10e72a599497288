"""Records and decisions become an order with its reasons; nothing is excluded here."""

from pipeline.ranking.checks import SHARE, draw_random
from pipeline.ranking.flags import Flag
from pipeline.ranking.labels import Label, training_labels
from pipeline.ranking.model import Model
from pipeline.ranking.order import Ranked, Ranking, rank, rank_again
from pipeline.ranking.progress import Point, Progress, Sample, progress
from pipeline.ranking.reasons import Word
from pipeline.ranking.settings import Settings
from pipeline.ranking.stopping import RULES_OF_THUMB, RuleOfThumb, Stopping, stopping

__all__ = [
    "RULES_OF_THUMB",
    "SHARE",
    "Flag",
    "Label",
    "Model",
    "Point",
    "Progress",
    "Ranked",
    "Ranking",
    "RuleOfThumb",
    "Sample",
    "Settings",
    "Stopping",
    "Word",
    "draw_random",
    "progress",
    "rank",
    "rank_again",
    "stopping",
    "training_labels",
]
