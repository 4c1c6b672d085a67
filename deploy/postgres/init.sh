#!/bin/sh
# Run once by the image of PostgreSQL, on an empty data directory.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -d postgres \
  -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" -v monitor_password="$MONITOR_PASSWORD" \
  -v backup_password="$BACKUP_PASSWORD" -v temporal_password="$TEMPORAL_PASSWORD" -f /deploy/roles.sql
