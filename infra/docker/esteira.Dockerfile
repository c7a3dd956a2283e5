# Command line, console and bridge. The bundle of the functions is built into the image, so that a container needs no
# package index.
FROM python:3.11.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 PATH=/app/.venv/bin:$PATH ESTEIRA_HOME=/var/lib/esteira
RUN useradd --create-home esteira && install -d -o esteira /app /var/lib/esteira
USER esteira
WORKDIR /app

COPY --chown=esteira pyproject.toml README.md LICENSE template.yaml ./
COPY --chown=esteira infra infra
COPY --chown=esteira functions functions
COPY --chown=esteira bridge bridge
COPY --chown=esteira console console
RUN python -I infra/local/virtualenvs.py project functions \
    && python -m compileall -q functions bridge console infra
RUN python -c "from infra.local.stack.bundle import build; build(print)"

# The settings of a container are what `deploy` wrote for all of them.
ENTRYPOINT ["python", "-m", "infra.local.processes.start_program"]
