"""The programme: pure rules, the messages it can say, and the use cases that people and the clock call."""
