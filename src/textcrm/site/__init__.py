"""The site: a book as pages. Facts go in, pages of frozen values come out, templates make them text."""
