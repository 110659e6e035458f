"""Where the pocket model and its relatives were made, and the records that the pages draw: programs that need torch.

    python -m workshop.train --config pocket        from the project's root; each module tells how it is run

What a reader goes to after a page is in examples/. Nothing here is part of the wheel, so no page waits for it.
"""
