"""What a visit costs, in seconds and bytes, beside a named peer or an aim. `make bench` runs it all."""
