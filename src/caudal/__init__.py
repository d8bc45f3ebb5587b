"""Caudal: an uploaded video in, adaptive HLS out."""

__version__ = "0.1.0"
