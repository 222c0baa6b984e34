"""Networks and the list of photographs on the Hub, each with a card made from its evaluation."""
