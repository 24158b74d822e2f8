#!/bin/sh
# Hands the password over on standard input, where no list of processes shows it.
set -eu
exec redis-server /etc/lgo/redis.conf - <<END
requirepass "$REDIS_PASSWORD"
END
