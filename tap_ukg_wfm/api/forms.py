"""Alternative bodies for the same request.

UKG's releases differ in the bodies that they accept. If a tenant does not know the documented body of
an operation, the tap tries its `forms` in order. It does so once in a run.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.api.errors import UnknownFormError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tap_ukg_wfm.api.operations import Operation
    from tap_ukg_wfm.api.responses import Response

    Ask = Callable[[Mapping[str, Any] | None], Response]

_LOGGER = logging.getLogger(__name__)


class AcceptedForms:
    """The form of the body that the tenant accepts, for each operation. Safe for threads."""

    def __init__(self) -> None:
        self._accepted: dict[Operation, int] = {}
        self._locks: defaultdict[Operation, Lock] = defaultdict(Lock)

    def get(self, operation: Operation) -> int | None:
        """The index of the accepted form in `operation.bodies`; None before it is known."""
        return self._accepted.get(operation)

    def ask(self, operation: Operation, ask: Ask) -> Response:
        """The response to the first form that the tenant accepts.

        Args:
            operation: The operation.
            ask: Sends one of its bodies.

        Raises:
            UnknownFormError: The tenant refuses every form; the error is that of the first one.
            OperationError: The operation fails for another reason.
        """
        bodies = operation.bodies
        if len(bodies) == 1:
            return ask(bodies[0])
        known = self._accepted.get(operation)
        if known is None:
            # One thread tries the forms; the others wait for it.
            with self._locks[operation]:
                known = self._accepted.get(operation)
                if known is None:
                    return self._find(operation, ask)
        return ask(bodies[known])

    def _find(self, operation: Operation, ask: Ask) -> Response:
        refusals: list[UnknownFormError] = []
        for place, body in enumerate(operation.bodies):
            try:
                response = ask(body)
            except UnknownFormError as error:
                refusals.append(error)
                continue
            self._accepted[operation] = place
            if refusals:
                _LOGGER.info(
                    "This tenant does not accept the documented body of %s. The tap uses another form, which "
                    "the tenant accepts (form %d of %d).",
                    operation.name,
                    place + 1,
                    len(operation.bodies),
                )
            return response
        raise refusals[0]
