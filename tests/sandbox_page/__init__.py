"""The sandbox's page in a real Chromium, with the test as the bot."""
