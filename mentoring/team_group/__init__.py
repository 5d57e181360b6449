"""The team's own group in Telegram, which receives the digest as well: linked by somebody of the team, and let go."""
