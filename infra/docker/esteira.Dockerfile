# Command line, console, bridge and the sample provider. The bundle of the functions is built into the image, so that a
# container needs no package index.
ARG PYTHON=python:3.11.13-slim-bookworm@sha256:86adf8dbadc3d6e82ee5dd2c74bec2e1c2467cdad47886280501df722372d2e1

FROM ${PYTHON} AS build
RUN useradd --uid 10001 --create-home esteira && install -d -o esteira /app
# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
WORKDIR /app
COPY --chown=esteira pyproject.toml README.md LICENSE ./
COPY --chown=esteira infra/locks infra/locks
COPY --chown=esteira infra/local/virtualenvs.py infra/local/
RUN python -I infra/local/virtualenvs.py containers functions
COPY --chown=esteira template.yaml ./
COPY --chown=esteira infra infra
COPY --chown=esteira functions functions
COPY --chown=esteira bridge bridge
COPY --chown=esteira console console
RUN .venv/bin/python -c "from infra.local.stack.bundle import build; build(print)"
# The root file system is read-only, so bytecode can be written here only.
RUN .venv/bin/python -m compileall -q -j 0 .venv/lib functions bridge console infra \
    && rm -r .uv .esteira-bundles/dependencies-*

FROM ${PYTHON}
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/app/.venv/bin:$PATH ESTEIRA_HOME=/var/lib/esteira
# A new volume takes over the owner of the folder on which it is mounted.
RUN useradd --uid 10001 --no-create-home esteira && install -d -o esteira /var/lib/esteira
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001

# The settings of a container are what `deploy` wrote for all of them.
ENTRYPOINT ["python", "-m", "infra.local.processes.start_program"]
