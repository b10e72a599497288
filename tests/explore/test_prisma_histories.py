"""The random histories of the flow, by the thousand."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

HISTORIES = Path(__file__).parents[1] / "prisma" / "test_histories.py"

spec = spec_from_file_location("prisma_histories", HISTORIES)
assert spec is not None
assert spec.loader is not None
module = module_from_spec(spec)
spec.loader.exec_module(module)
globals().update({name: one for name, one in vars(module).items() if name.startswith("test_")})
