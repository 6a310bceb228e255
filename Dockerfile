# syntax=docker/dockerfile:1

FROM python:3.13-slim-bookworm AS base
ENV PATH=/opt/mockapi/bin:$PATH


FROM base AS build

RUN apt-get update && apt-get install --yes --no-install-recommends binutils
RUN python -m venv --without-pip /opt/mockapi
WORKDIR /source

# The dependencies by themselves, so that a change of ours does not fetch them again.
COPY pyproject.toml ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > /requirements.txt \
    && /usr/local/bin/python -m pip --python /opt/mockapi/bin/python install --no-cache-dir --no-compile \
        --requirement /requirements.txt

COPY . ./
RUN /usr/local/bin/python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
    && /usr/local/bin/python -m pip --python /opt/mockapi/bin/python install --no-compile --no-deps /wheels/*.whl

# Out goes what no run of ours reads: debug symbols, Cython's sources, type stubs, ReDoc, SQLAlchemy's tests and its other
# databases, the languages that Pygments colours but for the two that pytest imports (an image built on this one may run
# it), and Faker's locales but for those that a shop is made with: where Python has read a module, it leaves a
# __pycache__.
RUN cd /opt/mockapi/lib/python3.*/site-packages \
    && find . -name '*.so' -exec strip --strip-debug {} + \
    && find . '(' -name '*.py[ix]' -o -name '*.px[di]' ')' -delete \
    && rm -r fastapi_offline/static/redoc* \
        sqlalchemy/testing sqlalchemy/dialects/mssql sqlalchemy/dialects/mysql \
        sqlalchemy/dialects/oracle sqlalchemy/dialects/postgresql \
    && find pygments/lexers -name '[!_]*.py' ! -name python.py ! -name diff.py -delete \
    && mockapi shop --seed 1 --products 1 --output /tmp/shop.json \
    && for locale in faker/providers/*/*/; do [ -d "$locale/__pycache__" ] || rm -r "$locale"; done \
    && find /opt/mockapi -name __pycache__ -prune -exec rm -r {} +

# Does it still work? Then compile it, once and for all: these files never change again.
RUN export PYTHONDONTWRITEBYTECODE=1 \
    && mockapi --help && mockapi operations \
    && MOCKAPI_SEED=7 python -c "from mockapi.app import MockApi; MockApi().close()" \
    && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/mockapi/lib


FROM base

# The official image has no compiled standard library: each start would compile it anew.
# Any user may write to /data, so that --user works with a volume.
RUN useradd --uid 1000 --no-log-init --no-create-home --shell /usr/sbin/nologin mockapi \
    && install --directory --owner mockapi --group mockapi --mode 1777 /data \
    && cd /usr/local/lib/python3.* \
    && python -m compileall -q -j 0 --invalidation-mode unchecked-hash -x '/(site-packages|ensurepip|idlelib|tkinter)/' .

COPY --from=build /opt/mockapi /opt/mockapi

ENV MOCKAPI_HOST=0.0.0.0 \
    MOCKAPI_PORT=8000 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

USER 1000:1000
EXPOSE 8000

HEALTHCHECK --start-period=60s --interval=2s --timeout=3s --retries=3 CMD ["mockapi", "health"]

ENTRYPOINT ["mockapi"]
CMD ["serve"]
