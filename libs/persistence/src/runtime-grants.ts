// SPDX-License-Identifier: MPL-2.0

/**
 * SQL that gives `<service>_app` what a running service needs on the tables of its schema, and takes away the rest: the
 * audit log and the steps of cases only grow, the list of migrations is read only. The migration runner runs it as `<service>_owner` after
 * every run, so a new table has no rights at all until it has exactly these. Idempotent.
 * @param service name of service = name of schema
 * @param migrationsTable where the runner remembers what it has done
 */
export function grantRuntime(service: string, migrationsTable = 'migrations'): string {
  const app = `${service}_app`;
  const only = (table: string, rights: string) => `
    if to_regclass('${service}.${table}') is not null then
      revoke all on ${service}.${table} from ${app};
      grant ${rights} on ${service}.${table} to ${app};
    end if;`;
  return `
do $$
begin
  grant usage on schema ${service} to ${app};
  grant select, insert, update, delete on all tables in schema ${service} to ${app};
  grant usage, select on all sequences in schema ${service} to ${app};${only('audit_log', 'select, insert')}${only('case_step', 'select, insert')}${only(migrationsTable, 'select')}
end
$$`;
}
