# The server in a container: its packages and itself in a virtual environment, nothing else beside
# Python. It runs as nobody in particular, and writes to /data and /tmp alone.
FROM python:3.11.14-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
RUN python -m venv /opt/notionforge
# First what changes seldom: a new version of the server then reuses these 300 MB.
COPY requirements.txt requirements-servers.txt ./
RUN /opt/notionforge/bin/pip install -r requirements-servers.txt
COPY . .
RUN /opt/notionforge/bin/pip install --no-deps '.[postgres,otel]' && /opt/notionforge/bin/pip check

FROM python:3.11.14-slim-bookworm
# A volume that is put here for the first time takes this owner over.
RUN install --directory --owner=10001 --group=10001 --mode=700 /data
COPY --from=build /opt/notionforge /opt/notionforge
# What was installed is compiled already, and cannot be written.
ENV PATH=/opt/notionforge/bin:$PATH PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    HOST=0.0.0.0 PORT=9500 DATA_DIR=/data LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 9500
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=1s --retries=3 \
    CMD ["python", "-I", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready', timeout=4)"]
# Both without a shell between: SIGTERM reaches the server itself.
ENTRYPOINT ["notionforge"]
CMD ["serve"]
