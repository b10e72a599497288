"""Tools for drawing figures: measured text, shapes written as SVG, small PNG files."""
