-- Once, as a superuser, before the first migration: psql -v owner_password=... -v app_password=... (and so on) -f roles.sql
-- Each role may do what it is for and nothing else. `owner` makes and changes tables and is told to the migrations alone; everything that runs is `app`;
-- `monitor` sees PostgreSQL's own figures and no table; `backup` copies the cluster; `temporal` owns two databases of its own and enters no other.
create role owner login nosuperuser nobypassrls nocreaterole nocreatedb noreplication password :'owner_password';
create role app login nosuperuser nobypassrls nocreaterole nocreatedb noreplication password :'app_password';
create role monitor login nosuperuser nobypassrls nocreaterole nocreatedb noreplication connection limit 5 password :'monitor_password';
create role backup login nosuperuser nobypassrls nocreaterole nocreatedb replication connection limit 5 password :'backup_password';
create role temporal login nosuperuser nobypassrls nocreaterole nocreatedb noreplication password :'temporal_password';
grant pg_monitor to monitor;
create database goufu owner owner template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C';
create database temporal owner temporal template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C';
create database temporal_visibility owner temporal template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C';
revoke all on database goufu, temporal, temporal_visibility from public;
grant connect on database goufu to app, monitor;
