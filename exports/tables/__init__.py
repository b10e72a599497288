"""The tables of a review as Word, Excel, HTML, Markdown and csv."""
