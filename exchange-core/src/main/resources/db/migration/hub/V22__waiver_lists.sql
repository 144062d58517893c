-- Waiver lists (免提交证照清单): what an applicant for a service item has to hand in, and which license types take the place of each paper (JSON array
-- of code, name, licenseTypes).
create table waiver_list (
    service_item text primary key,
    materials    jsonb       not null,
    version      bigint      not null,
    owner        text        not null,
    published_at timestamptz not null
);
