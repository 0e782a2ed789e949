"""Side effects out: one folder per channel, one contract for all. No channel knows the store or another channel."""
