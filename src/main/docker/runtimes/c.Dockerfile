# GCC: C and C++
FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc g++ libc6-dev \
 && rm -rf /var/lib/apt/lists/*
USER 65534:65534
