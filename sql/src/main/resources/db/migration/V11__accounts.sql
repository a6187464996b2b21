-- People's own accounts at the code host. The tokens are encrypted envelopes; the host's id of the account is the identity, because logins and
-- addresses change hands.

create table connected_account (
    person_id             uuid        primary key references person on delete cascade,
    subject               text        not null unique check (length(subject) between 1 and 100),
    login                 text        not null check (length(login) between 1 and 100),
    access_token          text        not null,
    access_expires_at     timestamptz,
    refresh_token         text,
    refresh_expires_at    timestamptz,
    -- A refresh token is good for one time: whoever changes it says until when nobody else may try.
    refresh_claimed_until timestamptz,
    connected_at          timestamptz not null,
    broken_since          timestamptz,
    broken_reason         text        check (broken_reason in ('REFUSED', 'EXPIRED', 'WITHDRAWN')),
    version               integer     not null default 0,
    check ((broken_since is null) = (broken_reason is null))
);

-- A browser on its way to the code host and back. Taken out by the first that comes back with its state, whatever becomes of it.
create table sign_in_attempt (
    state_hash   text        primary key,
    browser_hash text        not null,
    verifier     text        not null,
    purpose      text        not null check (purpose in ('SIGN_IN', 'CONNECT')),
    -- In which an account is to be connected; it also says whose.
    login_hash   text,
    way_back     text        not null check (length(way_back) between 1 and 2000),
    created_at   timestamptz not null,
    check ((purpose = 'CONNECT') = (login_hash is not null))
);
create index sign_in_attempt_created on sign_in_attempt (created_at);
