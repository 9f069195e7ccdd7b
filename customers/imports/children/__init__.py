"""Sheets whose rows are records that belong to customers: contacts here, others in rooms above.

kinds       what a room says of its records: `Records`, and what becomes a `Kind` of it
columns     the columns of a sheet that no list has: by what a customer is known
drafts      one row as values
reading     the rows of a chunk as drafts, each distinct text read once
referring   the customers that rows name, asked for a chunk at once
people      the authors of old records
standing    the records that rows mean, as they are and as rows further up make them
checking    what becomes of each row: new, changed, the same, left out, refused
committing  what the check wrote down becomes records, a chunk a transaction
statements  the SQL of it
undoing     what an import did to records is put back
"""
