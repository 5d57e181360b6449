"""How a duo rests, goes on, ends, is handed over and begins again; and the question half a year later."""
