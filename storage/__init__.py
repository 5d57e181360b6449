"""What Tandem keeps: tables, queries, the outbox, sealing and migrations. Knows no Telegram library and no rules."""
