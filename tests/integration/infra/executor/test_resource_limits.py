"""What a function may open and write."""

import errno

from tests.integration.infra.executor.deployment import Deployer


def test_a_process_has_1024_open_files_at_most(deploy: Deployer) -> None:
    highest, error = deploy("probe.open_many").invoke().payload

    assert (highest, error) == (1023, errno.EMFILE)


def test_a_file_grows_to_the_size_of_the_ephemeral_storage_and_no_further(deploy: Deployer) -> None:
    usual = deploy("probe.write_at")
    large = deploy("probe.write_at", EphemeralStorage={"Size": 600})

    assert usual.invoke({"mebibytes": 511}).payload == 1
    assert usual.invoke({"mebibytes": 512}).payload["errorMessage"] == f"[Errno {errno.EFBIG}] File too large"
    assert large.invoke({"mebibytes": 599}).payload == 1
