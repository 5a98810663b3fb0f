"""The pages, one module each: facts in, frozen values out."""
