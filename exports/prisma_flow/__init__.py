"""The flow of a review as people read it: figure, Word table, PRISMA2020's csv, and JSON."""
