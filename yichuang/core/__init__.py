"""What every module stands on and no domain noun: clock, ids, errors, outbox, jobs, encrypted fields, access, ports."""
