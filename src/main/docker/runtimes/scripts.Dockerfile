# PHP, Perl and Lua; Bash is there
FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends php-cli perl lua5.4 \
 && rm -rf /var/lib/apt/lists/*
USER 65534:65534
