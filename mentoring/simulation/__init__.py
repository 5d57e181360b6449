"""What other thresholds would have done: duos of the past, or made-up ones, watched once more."""
