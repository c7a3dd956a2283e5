"""The Celery bridge: worker manager, scaler, and drain workers that consume the lanes beside the Lambda functions.

It owns the Celery queues `manager`, `drain.<lane>`, `jobs` and `recovery`, all Redis keys under `esteira:celery:`, and
the manager's lease `esteira:manager:lease`. It may import `esteira`, and nothing imports it but `infra` and tests;
inside it, modules of this package import no sub-package, and `tasks` may import `manager` and `worker`.
"""
