"""The meetings of a duo: planning, changing, confirming; weekly ones; reminders; whether they met; the first one."""
