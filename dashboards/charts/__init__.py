"""Charts as markup: figures in, SVG or HTML out, the colours from CSS variables."""
