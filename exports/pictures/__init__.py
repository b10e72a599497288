"""What figures are drawn with: text that is measured, shapes written as SVG, small PNG files."""
