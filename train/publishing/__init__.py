"""Publishes networks and the list of photographs on the Hub, with generated cards."""
