set -e

: "${nothing:?broken}"
