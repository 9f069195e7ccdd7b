"""Where on its sheet a table is: titles, header, merged cells, totals and notes below."""
