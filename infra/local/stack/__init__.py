"""What is deployed: the bundle of the functions, the CloudFormation stack, and its repair after LocalStack restarts.

Owns `.esteira-bundles`, the stack `esteira`, and the note of orders that were in motion when the queues were lost.
It may import `services`, `processes` and the modules of `infra.local`.
"""
