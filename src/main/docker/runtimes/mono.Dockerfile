# Mono: C#
FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends mono-mcs mono-runtime libmono-system-core4.0-cil libmono-system-numerics4.0-cil libmono-system-xml-linq4.0-cil \
 && rm -rf /var/lib/apt/lists/*
USER 65534:65534
