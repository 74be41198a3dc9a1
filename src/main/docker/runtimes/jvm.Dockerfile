# OpenJDK, and Kotlin, Scala, Groovy and Clojure; each compiler and runner starts from an archive
FROM debian:trixie-slim AS jdk
RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-25-jdk-headless \
 && rm -rf /var/lib/apt/lists/* /usr/lib/jvm/*/jmods

FROM jdk AS jars
COPY certificates/ /usr/local/share/ca-certificates/
RUN apt-get update \
 && apt-get install -y --no-install-recommends maven ca-certificates \
 && update-ca-certificates
COPY jvm/pom.xml .
RUN for name in kotlin scala groovy clojure; do \
      mvn -B -ntp -q -P$name dependency:copy-dependencies -DoutputDirectory=/opt/jvm/$name || exit 1; \
    done

FROM jdk
COPY --from=jars /opt/jvm/ /opt/jvm/
COPY jvm/launch /usr/local/bin/
COPY jvm/training/ /tmp/training/
RUN cd /usr/local/bin && for name in javac kotlinc kotlin scalac scala groovy clojure; do ln -s launch $name; done \
 && cd /tmp/training && sh train && rm -r /tmp/*
USER 65534:65534
