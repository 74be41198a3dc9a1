# Ruby and mruby
FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ruby mruby \
 && rm -rf /var/lib/apt/lists/*
USER 65534:65534
