"""Points spread evenly over a cube: a scrambled Sobol sequence, for draws of the weights of factors.

The sequence for as many factors as are learnt is written down by its digits, so that a start need not load ``scipy.stats`` for 1,024 points; a test holds
them against it. For any other number of factors it is asked.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.minutes import Floats

SEED: Final = 0
BITS: Final = 30
FIRST: Final = (913_309_191, 1_000_046_633, 389_465_047, 391_432_754, 150_265_301, 602_049_772, 453_693_087)
"""First point, [dimension], in binary digits behind the point."""
# fmt: off
DIRECTIONS: Final = (
    (825_349_784, 296_181_735, 191_047_664, 69_047_390, 63_444_124, 26_371_933, 14_350_386, 7_277_607, 3_403_410, 1_943_545),
    (647_171_627, 1_045_663_694, 768_566_979, 849_404_152, 615_889_343, 1_026_877_573, 795_259_626, 825_323_040, 648_977_307, 1_047_804_847),
    (1_007_876_009, 728_935_238, 462_997_155, 976_549_647, 623_159_968, 305_524_735, 1_070_785_014, 720_461_637, 420_707_840, 963_984_713),
    (597_611_976, 953_085_248, 164_899_768, 495_554_248, 873_706_281, 366_608_240, 713_506_865, 634_551_747, 1_039_358_846, 135_533_584),
    (978_530_768, 304_521_010, 210_101_062, 863_410_178, 572_845_468, 792_770_572, 414_235_848, 1_027_082_764, 336_766_496, 247_103_510),
    (638_099_728, 465_859_875, 380_650_910, 139_635_358, 1_042_510_801, 213_525_909, 529_907_648, 916_284_595, 814_973_303, 327_450_325),
    (553_325_075, 921_790_634, 790_517_863, 805_356_253, 323_656_621, 658_921_012, 189_662_294, 969_234_080, 730_187_964, 253_379_540),
)
"""What each digit of a point's Gray code turns over, [dimension, digit]: Sobol's numbers, scrambled as scipy does with seed 0."""
# fmt: on


def even_points(dimensions: int, count: int) -> Floats:
    """The first ``count`` points, [dimension, point], within 0 and 1; the same at every call."""
    if dimensions == len(FIRST) and count <= 1 << len(DIRECTIONS[0]):
        number = np.arange(count)
        code = number ^ (number >> 1)
        points = np.repeat(np.array(FIRST)[:, None], count, axis=1)
        for digit, turned in enumerate(np.array(DIRECTIONS).T):
            points ^= np.where(code >> digit & 1, turned[:, None], 0)
        return points / float(1 << BITS)
    from scipy.stats import qmc

    return np.asarray(qmc.Sobol(dimensions, scramble=True, seed=SEED).random(count).T)
