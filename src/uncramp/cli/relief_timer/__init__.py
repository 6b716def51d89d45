"""The hold timer of ``uncramp relieve`` in a terminal; ``app`` leads from one screen to the next."""
