"""Pictures as they are kept: drawn anew, so that nothing but the picture is left."""

from __future__ import annotations

import io

from fupin.tasks.checks import TaskError

# More points than any camera of the field has; a contrived picture unpacks to them.
MOST_POINTS = 60_000_000
QUALITY = 85
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
# Of what is left beside the picture a reader needs none: place, time, camera, owner.
_PLAIN = ("RGB", "L")


def cleaned(content: bytes, kind: str, longest_side: int) -> bytes:
    """Return a picture without anything that was written beside it.

    It is turned upright, and made smaller where a side is longer than `longest_side`
    points. Raises TaskError where it is damaged or too large to unpack.
    """
    return _drawn(content, FORMATS[kind], longest_side)


def preview(content: bytes, longest_side: int) -> bytes:
    """Return a kept picture as a small JPEG, to be shown on a page."""
    return _drawn(content, "JPEG", longest_side)


def _drawn(content: bytes, format_: str, longest_side: int) -> bytes:
    # 0.1 s, and only who keeps or looks at a picture needs it.
    from PIL import Image, ImageOps  # noqa: PLC0415

    too_large = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=tuple(FORMATS.values())) as image:
            if image.width * image.height > MOST_POINTS:
                raise _too_large()
            image.load()
            upright = ImageOps.exif_transpose(image)
    except too_large as cause:
        raise _too_large() from cause
    except (OSError, SyntaxError, ValueError, EOFError) as cause:
        raise TaskError(
            "这张图片打不开，可能没传完整。请重新拍或重新传",
            "The picture can't be opened; it may not be whole. Take or send it again.",
        ) from cause
    upright.thumbnail((longest_side, longest_side))
    if format_ == "JPEG" and upright.mode not in _PLAIN:
        # What is see-through is white on paper.
        backed = upright.convert("RGBA")
        upright = Image.new("RGB", backed.size, "white")
        upright.paste(backed, mask=backed)
    # A new picture of the same points: what Pillow carries along stays behind.
    bare = Image.new(upright.mode, upright.size)
    if palette := upright.getpalette():
        bare.putpalette(palette)
    bare.paste(upright)
    made = io.BytesIO()
    bare.save(made, format_, **({} if format_ == "PNG" else {"quality": QUALITY}))
    return made.getvalue()


def _too_large() -> TaskError:
    return TaskError(
        f"图片超过 {MOST_POINTS // 10_000:,} 万像素，不收。请缩小后再传",
        f"The picture has more than {MOST_POINTS:,} points. Make it smaller first.",
    )
