"""The samples: planar data sets, the features a network is shown of them, and the split into two sets."""

from engine.data.dataset import Dataset as Dataset
from engine.data.dataset import dataset_of as dataset_of
