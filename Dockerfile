# The image of web, worker, beat and the migration job; docker-compose.yml says which is which.
FROM python:3.13-slim AS build
WORKDIR /snoer
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements/base.txt

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PATH=/venv/bin:$PATH DJANGO_SETTINGS_MODULE=chain.settings SNOER_STATIC=/static
WORKDIR /snoer
RUN useradd --system --uid 10001 --no-create-home snoer && install -d -m 700 -o snoer /files
COPY --from=build /venv /venv
COPY . .
RUN python manage.py collectstatic --noinput
USER snoer
EXPOSE 8000
# The log has no query and no referer: what people look for stands in them.
# Sync workers stand behind a proxy that buffers (docs/operations.md); /dev/shm keeps their heartbeat off the disk.
CMD ["gunicorn", "chain.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--worker-tmp-dir", "/dev/shm", \
     "--no-control-socket", "--access-logfile", "-", \
     "--access-logformat", "%(h)s %(t)s %(m)s %(U)s %(s)s %(b)s %(L)s"]
