"""The translators' desk: which pages lag behind the English, in which sections, and what changed there.

Each English section has a fingerprint: sha256[:8] of its text, white space made single. A translation keeps, in its
front matter, the fingerprints of the sections as they were when it was made:

    source:
      front-matter: "0b9d2a41"
      top: "5e1f0c77"
      line: "a94d81f2"

Nothing else counts: no dates, no commits. So a typo mended in the Dutch, a rewrapped paragraph or a squashed history
change nothing, and one changed English sentence changes one section. Only `done` writes fingerprints.

    python -m sitekit.translate status             what there is to do
    python -m sitekit.translate new PAGE           a draft from the English page
    python -m sitekit.translate diff PAGE          what changed in English since it was translated
    python -m sitekit.translate check [PAGE]       what is wrong with a translation
    python -m sitekit.translate done PAGE [SECTION …]
"""
