-- What the code host tells by itself. A delivery is a row before it is answered, so that no crash loses it; it is handed out later, once, and
-- stays for a while, so that an administrator can look at it and have it handed out again.

create table hook_delivery (
    delivery_id  text        primary key check (length(delivery_id) between 1 and 100),
    event        text        not null check (length(event) between 1 and 100),
    action       text        check (length(action) <= 100),
    headers      text        not null check (length(headers) <= 4000),
    body         text        not null check (length(body) <= 5242880),
    bytes        integer     not null,
    received_at  timestamptz not null,
    status       text        not null check (status in ('RECEIVED', 'PROCESSED', 'IGNORED', 'KEPT', 'FAILED')),
    attempts     integer     not null default 0,
    not_before   timestamptz,
    processed_at timestamptz,
    error        text        check (length(error) <= 1000),
    version      integer     not null default 0
);
create index hook_delivery_waiting on hook_delivery (received_at) where status = 'RECEIVED';
create index hook_delivery_newest on hook_delivery (received_at desc, delivery_id desc);
create index hook_delivery_of_status on hook_delivery (status, received_at desc, delivery_id desc);
-- The sum over all of them is asked for with the deliveries that come in; it need not read the rows.
create index hook_delivery_bytes on hook_delivery (bytes);
