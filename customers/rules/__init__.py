"""The rules of ownership: what admins set, how teams inherit it, what stands ready to choose."""
