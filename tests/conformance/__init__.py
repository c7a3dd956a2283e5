"""One suite about the deployed pipeline as it is seen from outside, run on each emulator and on AWS, and compared.

A case states what AWS answers. Where an emulator answers otherwise, `differences.toml` says so, with the reason: a
difference that is not listed fails, and so does a listed one that no longer occurs.
"""
