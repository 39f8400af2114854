# marsad in a container: docker build -t marsad . (docs/docker.md)

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/marsad
# Exact versions first, so that a change of code does not fetch them again.
COPY requirements.lock ./
RUN /opt/marsad/bin/pip install --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY config ./config
COPY crawler ./crawler
COPY alerts ./alerts
COPY marsad ./marsad
RUN /opt/marsad/bin/pip install --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="marsad" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --uid 10001 --create-home --home-dir /var/lib/marsad --shell /usr/sbin/nologin marsad
COPY --from=build /opt/marsad /opt/marsad
ENV PATH=/opt/marsad/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER marsad
# The archive and relative paths of the config live here.
WORKDIR /var/lib/marsad
VOLUME /var/lib/marsad
EXPOSE 8800
# The page listens on loopback unless a config of your own says otherwise, which is enough here.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8800/health/live', timeout=4)"]
# The daemon finishes the story in hand and ends within ten seconds.
STOPSIGNAL SIGTERM
CMD ["marsad", "run"]
