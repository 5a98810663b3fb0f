"""Locale: money, numbers, rates and days as people of a language and country write them."""
