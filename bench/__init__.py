"""Speed, quality and memory of caudal beside its peers, measured anew by `make bench`."""
