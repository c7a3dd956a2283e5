# LocalStack with the process executor: functions are processes in this container, so Docker's socket is not needed.
# Installed from our lock files only. Same interpreter as in esteira.Dockerfile, whose bundle runs here.
FROM python:3.11.13-slim-bookworm

ENV PYTHONUNBUFFERED=1
RUN useradd --create-home esteira && install -d -o esteira /app /var/lib/localstack
USER esteira
WORKDIR /app

COPY --chown=esteira infra/locks infra/locks
COPY --chown=esteira infra/localstack-process-executor infra/localstack-process-executor
COPY --chown=esteira infra/local/virtualenvs.py infra/local/
RUN python -I infra/local/virtualenvs.py emulator functions

# Started as by `make run`, but on another address.
COPY --chown=esteira infra/__init__.py infra/
COPY --chown=esteira infra/local/__init__.py infra/local/
COPY --chown=esteira infra/local/processes/__init__.py infra/local/processes/process_marker.py infra/local/processes/
COPY --chown=esteira infra/local/services/__init__.py infra/local/services/emulator.py infra/local/services/start_emulator.py infra/local/services/

EXPOSE 4566
CMD ["python", "-m", "infra.local.services.start_emulator", \
     "/app/.venv-emulator/bin/python", "/app/.venv-functions/bin/python", "/var/lib/localstack", \
     "4566", "0.0.0.0", "localstack"]
