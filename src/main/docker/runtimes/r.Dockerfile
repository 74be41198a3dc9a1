# R
FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends r-base-core \
 && rm -rf /var/lib/apt/lists/*
USER 65534:65534
