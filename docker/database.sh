#!/bin/bash
# Run once by the image of PostgreSQL, on an empty data folder: the roles, their passwords, the database.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username postgres --file /snoer/roles.sql
psql --set ON_ERROR_STOP=1 --username postgres \
    --set owner="$SNOER_OWNER_PASSWORD" --set app="$SNOER_APP_PASSWORD" --set eraser="$SNOER_ERASER_PASSWORD" <<'SQL'
alter role snoer_owner password :'owner';
alter role snoer_app password :'app';
alter role snoer_eraser password :'eraser';
create database snoer owner snoer_owner;
SQL
