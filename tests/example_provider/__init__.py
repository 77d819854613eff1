"""A small example provider, which docs/add_a_provider.md follows.

`integration`, `simulator` and `tests` are its folders in the places of the same names;
`translations.json` and `icons.json` are its texts and icons. `test_guide.py` puts all
of them into a copy of the project and runs the shared tests there.
"""
