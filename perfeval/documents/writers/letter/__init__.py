"""The letter to a body with the confirmed findings (复核意见), as a Word document and as a page."""
