"""Writers (写出): reports, official forms and working papers; they get values and never read a file."""
