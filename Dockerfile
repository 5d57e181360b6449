# Two stages: the first has a compiler's worth of tools and goes away, the second has the programme and nothing else.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.lock .
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/tandem --create-home tandem
COPY --from=build /opt/venv /opt/venv
WORKDIR /opt/tandem
COPY bot/ bot/
COPY handlers/ handlers/
COPY locales/ locales/
COPY mentoring/ mentoring/
COPY sandbox/ sandbox/
COPY scheduler/ scheduler/
COPY storage/ storage/
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TANDEM_DATABASE_URL=sqlite:////var/lib/tandem/tandem.db \
    TANDEM_HTTP_HOST=0.0.0.0 \
    TANDEM_HTTP_PORT=8000 \
    TANDEM_LOG_FORMAT=json
USER tandem
VOLUME /var/lib/tandem
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import sys, urllib.request as r; sys.exit(r.urlopen('http://127.0.0.1:8000/healthz', timeout=4).status != 200)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
