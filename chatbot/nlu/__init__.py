"""UNDERSTAND: text, language, entities, intent and mood of one message. Pure; models come in through ports."""
