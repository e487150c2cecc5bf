"""Films a card: draws it tilted, blurred and noisy into camera frames, as MJPEG for Chromium.

Chromium plays the file as its camera, 30 frames a second, over and over.
"""

import io
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

FRAME = (1280, 720)
FRAMES_PER_SECOND = 30
Point = tuple[float, float]


@dataclass(frozen=True)
class Shot:
    """One card before the camera, or an empty scene where `card` is None.

    `tilt` and `turn` are degrees, `blur` is a radius in pixels of the frame, `noise` the standard
    deviation of the sensor's noise in grey levels, `width` the card's width in pixels.
    """

    card: Image.Image | None
    seconds: float = 2.0
    tilt: float = 18
    turn: float = 7
    blur: float = 1.0
    noise: float = 12
    width: int = 620


def write_film(path: Path, shots: Sequence[Shot], seed: int = 1) -> Path:
    """Write the shots one after the other; returns `path`."""
    chance = random.Random(seed)
    with path.open("wb") as film:
        for shot in shots:
            film.writelines(_frames(shot, chance))
    return path


def _frames(shot: Shot, chance: random.Random) -> Iterable[bytes]:
    # Three different frames by turns: a hand trembles, and drawing 30 a second would take long.
    takes = [_jpeg(_photograph(shot, chance)) for _ in range(3)]
    for index in range(round(shot.seconds * FRAMES_PER_SECOND)):
        yield takes[index % len(takes)]


def _photograph(shot: Shot, chance: random.Random) -> Image.Image:
    scene = _background()
    if shot.card is not None:
        card = shot.card.convert("RGB")
        centre = (FRAME[0] / 2 + chance.uniform(-6, 6), FRAME[1] / 2 + chance.uniform(-6, 6))
        corners = _corners(card.size, shot, centre)
        placed = card.transform(
            FRAME,
            Image.Transform.PERSPECTIVE,
            _coefficients(corners, card.size),
            Image.Resampling.BICUBIC,
        )
        mask = Image.new("L", FRAME, 0)
        ImageDraw.Draw(mask).polygon(corners, fill=255)
        scene.paste(placed, mask=mask)
    scene = scene.filter(ImageFilter.GaussianBlur(shot.blur))
    noise = Image.effect_noise(FRAME, shot.noise).convert("RGB")
    return ImageChops.add(scene, noise, scale=1, offset=-128)


def _background() -> Image.Image:
    scene = Image.linear_gradient("L").resize(FRAME).point(lambda level: 70 + level // 4)
    return scene.convert("RGB")


def _corners(size: tuple[int, int], shot: Shot, centre: Point) -> list[Point]:
    """Where the card's corners fall in the frame: turned in the plane, tilted away at the top."""
    half_width = shot.width / 2
    half_height = half_width * size[1] / size[0]
    turn, tilt = math.radians(shot.turn), math.radians(shot.tilt)
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        across, along = x * half_width, y * half_height
        across, along = (
            across * math.cos(turn) - along * math.sin(turn),
            across * math.sin(turn) + along * math.cos(turn),
        )
        distance = 1 - along * math.sin(tilt) / 1500
        corners.append(
            (centre[0] + across / distance, centre[1] + along * math.cos(tilt) / distance)
        )
    return corners


def _coefficients(corners: Sequence[Point], size: tuple[int, int]) -> list[float]:
    """Pillow's eight perspective coefficients that carry the frame's `corners` to the card's."""
    width, height = size
    targets = ((0, 0), (width, 0), (width, height), (0, height))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, targets, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solve(rows)


def _solve(rows: list[list[float]]) -> list[float]:
    """Gauss-Jordan elimination with pivoting; the last column is the right-hand side."""
    count = len(rows)
    for column in range(count):
        pivot = max(range(column, count), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(count):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]


def _jpeg(frame: Image.Image) -> bytes:
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
