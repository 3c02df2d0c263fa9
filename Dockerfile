# The wheel is built with the page's libraries bundled into it; the image that runs has neither npm nor sources.
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels ".[export,postgresql,search]"

FROM python:3.12-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links=/wheels "chalknet[export,postgresql,search]"

# Nothing is written outside /data and /tmp, so that the container may be read-only.
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    CHALKNET_HOST=0.0.0.0 CHALKNET_PORT=8000 CHALKNET_DATABASE_PATH=/data/chalknet.db
RUN install --directory --owner=10001 --group=10001 --mode=700 /data
VOLUME /data
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$CHALKNET_PORT/healthz', timeout=4)"
ENTRYPOINT ["chalknet"]
CMD ["serve"]
