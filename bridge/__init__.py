"""The Celery bridge: worker manager, scaler and drain workers."""
