"""What a sheet calls categories that no axis knows: created, mapped to others, or left empty.

unknown    the texts, how often each stands there, and what comes nearest
forms      the form that asks for each of them
settling   categories are created, and the import knows what each text means
"""
