"""What a column's heading opens: order, filters, and the values with their counts."""
