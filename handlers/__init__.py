"""What people say and tap: aiogram routers, one file a conversation, thin.

A handler understands the update, calls one use case and returns effects; it never sends, queries or commits.
"""
