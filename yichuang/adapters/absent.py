"""Nobody on the other side: what stands behind a port that this installation has not connected."""

from yichuang.core.ports import NotConnected


class Absent:
    """Any port. Every call says that it is not connected: pages tell it, and people do the work by hand."""

    connected = False

    def __getattr__(self, method: str):
        def refuse(**arguments):
            raise NotConnected(method)

        return refuse
