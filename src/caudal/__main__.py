"""python -m caudal"""

from caudal.cli.main import run

run()
