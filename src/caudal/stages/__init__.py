"""What is done: one verb a module; no stage knows another."""
