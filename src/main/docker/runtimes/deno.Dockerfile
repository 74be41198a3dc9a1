# Deno
FROM debian:trixie-slim AS npm
COPY certificates/ /usr/local/share/ca-certificates/
RUN apt-get update \
 && apt-get install -y --no-install-recommends npm ca-certificates
RUN npm install --global deno

FROM debian:trixie-slim
COPY --from=npm /usr/local/lib/node_modules/deno/deno /usr/local/bin/deno
USER 65534:65534
