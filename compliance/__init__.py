"""May we? An ordered table of rules over Facts; each rule is one norm. Pure: no clock, no rows, no I/O."""
