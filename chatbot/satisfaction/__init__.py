"""How satisfied a customer will be, from the recorded events, with reasons. Pure."""
