# Bun
FROM debian:trixie-slim AS npm
COPY certificates/ /usr/local/share/ca-certificates/
RUN apt-get update \
 && apt-get install -y --no-install-recommends npm ca-certificates
RUN npm install --global bun

FROM debian:trixie-slim
COPY --from=npm /usr/local/lib/node_modules/bun/bin/bun.exe /usr/local/bin/bun
USER 65534:65534
