"""The science of a review: readers, duplicates, ranking, decisions and PRISMA counts; and the store."""
