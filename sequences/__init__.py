"""What should happen on which day: sequence files, their grammar, calendar, planning, touch and enrollment states."""
