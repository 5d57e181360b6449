"""What a lead sets for one organisation: names, languages, hours, thresholds, numbers to call, pauses."""
