"""A police register that takes its time: as many seconds as the file says that BENCH_SOURCE names."""

import os
import time
from pathlib import Path

from yichuang.core.ports import Rejected
from yichuang.identity.ports import Checked

VARIABLE = "BENCH_SOURCE"


class Register:
    """identity.ports.IdCheck. It knows nobody, so that no account comes of a question."""

    def check(self, *, name: str, id_number: str, id_type: str = "01") -> Checked:
        """See the port."""
        seconds = float(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))
        time.sleep(seconds)
        raise Rejected("nobody of this number")
