"""Own fields 自定义字段: what an admin adds to customers and contacts, with no migration."""
