"""What an evaluator does with results: explanations, checks, causes, comparisons; pure."""
