"""Charts from plain data: drawn as SVG, and told as rows."""
