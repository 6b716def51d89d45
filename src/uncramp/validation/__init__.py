"""The model against every published figure it can express: one computation for the page, the command and the tests."""
