"""RECORD: where conversations and agents' accounts are kept. Knows tables; knows nothing of models or sockets."""
