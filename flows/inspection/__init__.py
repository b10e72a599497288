"""Questions to a review: where it stands, where a number comes from, whether it is whole."""
