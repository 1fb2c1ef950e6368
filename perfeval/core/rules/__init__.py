"""A rule said once (规则): expressions, their resolution, their evaluation, and what can be derived from them."""
