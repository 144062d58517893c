-- What is registered of a caller for the national share interface (GB/T 36906): those of the five elements that its requests have no place
-- for, and the SM2 key (PEM) to which data are encrypted, with the order of the parts of the ciphertext.
create table national_terms (
    client_id      text primary key references caller,
    operator       text,
    service_item   text,
    case_number    text,
    public_key     text,
    cipher_order   text check (cipher_order in ('C1C2C3', 'C1C3C2')),
    encrypted_part text check (encrypted_part in ('DATA', 'CERT_DATA')),
    check ((public_key is null) = (cipher_order is null) and (public_key is null) = (encrypted_part is null))
);
