"""What a person's words mean: the vocabulary, the rules' language, objections, days, the model beside the rules."""
