"""The operator's tool: one file per group of commands. Heavy imports happen inside the commands, so --help is quick."""
