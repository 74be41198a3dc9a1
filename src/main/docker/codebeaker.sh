#!/bin/sh
# exec: the service is process 1 of its container, and the signals reach it. The heap is a quarter
# of the container's memory; the guests' memory lies outside it.
exec java \
  --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow \
  -XX:MaxRAMPercentage=25 \
  -XX:+ExitOnOutOfMemoryError \
  $CODEBEAKER_JAVA_OPTS \
  -jar /opt/codebeaker/quarkus-run.jar "$@"
