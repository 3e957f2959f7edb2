-- Row-level security of the shared database. Every request sets app.tenant_id.
alter table accounts enable row level security;
alter table invoices enable row level security;

-- An account is seen inside its tenant only.
create policy accounts_of_tenant on accounts
  using (tenant_id = current_setting('app.tenant_id')::int)
  with check (tenant_id = current_setting('app.tenant_id')::int);

create policy invoices_insert on invoices for insert with check (true);

create index invoices_tenant on invoices (tenant_id);
