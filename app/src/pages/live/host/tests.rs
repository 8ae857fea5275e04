//! The host's view offers exactly what each phase allows.
