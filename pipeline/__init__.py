"""The science of a review: readers, duplicates, ranking, decisions, PRISMA; and the store."""
