"""What the pages of look-ups need."""

from dataclasses import dataclass

from esteira.lookups.booking.book_lookup import BookDeps
from esteira.lookups.booking.preview_lookups import PreviewDeps
from esteira.lookups.ports import LookupStore


@dataclass(frozen=True, kw_only=True)
class LookupsDeps:
    """Dependencies of their use cases."""

    book: BookDeps
    preview: PreviewDeps

    @property
    def store(self) -> LookupStore:
        """The look-ups and their runs."""
        return self.book.ring.store
