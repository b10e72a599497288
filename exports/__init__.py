"""What people read: spreadsheets, PRISMA figures, tables, reports and reference files."""
