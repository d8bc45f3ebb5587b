# One image for every process: `caudal api`, `caudal worker`, `caudal migrate`.
# Run it with an init as PID 1 (`docker run --init`), which reaps what a killed process leaves.
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY deploy/requirements.lock deploy/build.lock ./
RUN python3 -m venv /opt/caudal \
    && /opt/caudal/bin/pip install --require-hashes --requirement requirements.lock \
    && python3 -m venv tools \
    && tools/bin/pip install --require-hashes --requirement build.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir wheels . \
    && /opt/caudal/bin/pip install --no-deps wheels/*.whl \
    && tools/bin/cyclonedx-py environment /opt/caudal/bin/python --output-file /opt/caudal/sbom.cdx.json

FROM ${BASE}
RUN groupadd --gid 10001 caudal \
    && useradd --uid 10001 --gid caudal --no-create-home --shell /usr/sbin/nologin caudal \
    && install --directory --owner caudal --group caudal /data
COPY --from=build /opt/caudal /opt/caudal
ENV PATH=/opt/caudal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CAUDAL_HOST=0.0.0.0 \
    CAUDAL_DATA_DIR=/data \
    CAUDAL_SANDBOX_REQUIRED=true
USER caudal
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python3", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('CAUDAL_PORT', 8080)}/livez\", timeout=2)"]
ENTRYPOINT ["caudal"]
CMD ["--help"]
