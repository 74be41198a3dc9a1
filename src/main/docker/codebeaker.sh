#!/bin/sh
# exec: the service is process 1 of its container, and the signals reach it. The heap is a quarter
# of the container's memory; the guests' memory lies outside it, and what is in it dies young: the
# collector that takes the least beside it is as quick as any.
start=/opt/codebeaker/start.aot
[ ! -r "$start" ] || CODEBEAKER_JAVA_OPTS="-XX:AOTCache=$start $CODEBEAKER_JAVA_OPTS"
exec java \
  --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow \
  -XX:+UseCompactObjectHeaders \
  -XX:+UseSerialGC \
  -Xms64m \
  -XX:MaxRAMPercentage=25 \
  -XX:+ExitOnOutOfMemoryError \
  -Xlog:disable \
  -Xlog:all=error:stderr \
  $CODEBEAKER_JAVA_OPTS \
  -jar /opt/codebeaker/quarkus-run.jar "$@"
