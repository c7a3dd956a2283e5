"""The keys that sign access tokens: which one signs, and its rotation."""

from pydantic import SecretStr

from esteira.accounts.deps import AccountDeps
from esteira.accounts.signing_keys import SigningKey, begins_at, new_pair, outlived, signing_key


def key_that_signs(deps: AccountDeps) -> tuple[str, str]:
    """Return the id and the private key that sign now; the first key is made when it is needed first."""
    key = signing_key(deps.key_repository.all(), deps.clock())
    if key is None:
        deps.key_repository.add_first(_new_key(deps))
        key = signing_key(deps.key_repository.all(), deps.clock())
    if key is None:
        raise LookupError("no signing key although one was added; the clocks of two machines differ")
    return key.kid, deps.sealer.open(key.sealed_private).get_secret_value()


def rotate_keys(deps: AccountDeps) -> SigningKey:
    """Publish a new key, which signs when every verifier has read it, and delete those whose last token has expired."""
    now = deps.clock()
    key = _new_key(deps)
    deps.key_repository.add(key)
    deps.key_repository.remove(sorted(outlived(deps.key_repository.all(), now)))
    return key


def _new_key(deps: AccountDeps) -> SigningKey:
    kid, public, private = new_pair()
    sealed = deps.sealer.seal(SecretStr(private))
    signs_from = begins_at(deps.key_repository.all(), deps.clock())
    return SigningKey(kid=kid, public=public, sealed_private=sealed, signs_from=signs_from)
