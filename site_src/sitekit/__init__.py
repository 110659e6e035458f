"""What happens while the site is built, and never in the browser: pages checked and read, Python packed."""
