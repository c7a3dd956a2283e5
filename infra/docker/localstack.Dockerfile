# LocalStack with the process executor: functions are processes in this container, so Docker's socket is not needed.
# Installed from our lock files only. Same interpreter as in esteira.Dockerfile, whose bundle runs here.
ARG PYTHON=python:3.11.13-slim-bookworm@sha256:86adf8dbadc3d6e82ee5dd2c74bec2e1c2467cdad47886280501df722372d2e1

FROM ${PYTHON} AS build
RUN useradd --uid 10001 --create-home esteira && install -d -o esteira /app
USER 10001:10001
WORKDIR /app
COPY --chown=esteira infra/locks infra/locks
COPY --chown=esteira infra/localstack-process-executor infra/localstack-process-executor
COPY --chown=esteira infra/local/virtualenvs.py infra/local/
RUN python -I infra/local/virtualenvs.py emulator functions
# The root file system is read-only, so bytecode can be written here only.
RUN .venv-emulator/bin/python -m compileall -q -j 0 .venv-emulator/lib .venv-functions/lib infra \
    && rm -r .uv

# Started as by `make run`, but on another address.
COPY --chown=esteira infra/__init__.py infra/
COPY --chown=esteira infra/local/__init__.py infra/local/
COPY --chown=esteira infra/local/processes/__init__.py infra/local/processes/process_marker.py infra/local/processes/
COPY --chown=esteira infra/local/services/__init__.py infra/local/services/emulator.py infra/local/services/start_emulator.py infra/local/services/

FROM ${PYTHON}
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# A new volume takes over the owner of the folder on which it is mounted.
RUN useradd --uid 10001 --no-create-home esteira && install -d -o esteira /var/lib/localstack
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001

EXPOSE 4566
CMD ["python", "-m", "infra.local.services.start_emulator", \
     "/app/.venv-emulator/bin/python", "/app/.venv-functions/bin/python", "/var/lib/localstack", \
     "4566", "0.0.0.0", "localstack"]
