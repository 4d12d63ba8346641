"""Make the deck's template again after a change of the look: data/plan/templates."""

from __future__ import annotations

from fupin import settings
from fupin.exports.deck.template import made


def main() -> None:
    """Write deck.pptx; a town may replace it by its own with the same places."""
    settings.TEMPLATES.mkdir(parents=True, exist_ok=True)
    path = settings.TEMPLATES / "deck.pptx"
    path.write_bytes(made())
    print(path)


if __name__ == "__main__":
    main()
