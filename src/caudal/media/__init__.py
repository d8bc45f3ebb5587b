"""What is decided: pure values and functions, without I/O and without a clock."""
